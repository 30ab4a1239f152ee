"""The volumes in print: what a program tells of one is asked once by the tests of a worker."""

import re
import subprocess
from functools import cache, lru_cache
from pathlib import Path

from pypdf import PdfReader

from .conftest import EDITIONS, ROOT

REPORT, DATA, CITIES = "", "-data", "-cities"
# Left, top, right and bottom of a word, in points, and its text.
WORD = re.compile(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>')
Words = list[tuple[float, float, float, float, str]]


def volume(edition: str, ending: str = REPORT) -> Path:
    """Return the path of a volume of an edition."""
    assert edition in EDITIONS
    path = ROOT / "_build" / "pdf" / f"digital-bay-{edition}{ending}.pdf"
    assert path.is_file(), f"{path} is missing: run `make book` first"
    return path


# Of a few volumes, as what is read of one is large.
@lru_cache(maxsize=3)
def opened(path: Path) -> PdfReader:
    """Return a volume, open."""
    return PdfReader(path)


@cache
def told(path: Path, *options: str) -> str:
    """Return what pdftotext tells of a volume; a form feed ends each page."""
    command = ["pdftotext", *options, path, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def text_of(path: Path) -> str:
    """Return the text of a volume without spaces."""
    return re.sub(r"\s+", "", told(path))


@lru_cache(maxsize=1)
def words(path: Path) -> list[Words]:
    """Return the words of each page."""
    return [
        [(*map(float, found[:4]), found[4]) for found in WORD.findall(page)]
        for page in told(path, "-bbox").split("<page ")[1:]
    ]


@lru_cache(maxsize=3)
def links(path: Path) -> list[tuple]:
    """Return what each link does: the action, its file or address, its place."""
    found = []
    for page in opened(path).pages:
        for note in page.get("/Annots", []):
            action = note.get_object().get("/A")
            if action is not None:
                action = action.get_object()
                found.append((action["/S"], action.get("/F", action.get("/URI")), action.get("/D")))
    return found
