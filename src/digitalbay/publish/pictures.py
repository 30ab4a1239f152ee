"""Pictures of charts: drawn once for each content, kept for every page, theme and build."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

import vl_convert
from tqdm import tqdm

from digitalbay.figures.mime import CHART, LAB
from digitalbay.figures.theme import config
from digitalbay.files import write

# Pictures beyond which the store forgets those used longest ago: several books of them.
KEPT = 5000
_COUNTED = re.compile(r'((?:id="|url\(#))((gradient_|clip)\d+)')
# Specs that a process draws at a time.
_SHARE = 4


@dataclass(frozen=True)
class Pictures:
    """A folder of pictures, each named by what it shows. It may be deleted at any time."""

    folder: Path

    def svg(self, spec: dict, lang: str, *, dark: bool = False) -> str:
        """Return a Vega-Lite spec as SVG in the book's theme.

        The dark picture is the light one with other colours of text, lines and borders: nothing
        else differs between the two.
        """
        light = self._kept(spec, lang, "svg").decode()
        if dark:
            for ink, other in _inks():
                light = light.replace(f'"{ink}"', f'"{other}"')
        return light

    def pdf(self, spec: dict, lang: str) -> bytes:
        """Return a Vega-Lite spec as PDF, from the same drawing as the page's."""
        return self._kept(spec, lang, "pdf")

    def missing(self, spec: dict, lang: str, form: str) -> bool:
        """Tell whether a picture is still to be drawn."""
        return not self._path(spec, lang, form).is_file()

    def prune(self) -> None:
        """Forget the pictures used longest ago, if there are too many."""
        paths = sorted(self.folder.glob("*"), key=lambda path: path.stat().st_mtime)
        for path in paths[: max(0, len(paths) - KEPT)]:
            path.unlink()

    def _kept(self, spec: dict, lang: str, form: str) -> bytes:
        path = self._path(spec, lang, form)
        if path.is_file():
            # Used now, so not to be forgotten.
            os.utime(path)
            return path.read_bytes()
        if form == "svg":
            made = _renumbered(vl_convert.vegalite_to_svg(spec, config=config(lang))).encode()
        else:
            made = vl_convert.svg_to_pdf(self.svg(spec, lang))
        write(path, made)
        return made

    def _path(self, spec: dict, lang: str, form: str) -> Path:
        content = json.dumps(spec, sort_keys=True) + _look(lang)
        return self.folder / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.{form}"


def _renumbered(svg: str) -> str:
    """Number gradients and clips from the start: Vega counts on through all it draws."""
    names: dict[str, str] = {}
    return _COUNTED.sub(
        lambda found: found[1] + names.setdefault(found[2], f"{found[3]}{len(names)}"), svg
    )


@cache
def _look(lang: str) -> str:
    """Return what decides the look of a picture beside its spec."""
    return json.dumps([config(lang), version("vl-convert-python")])


@cache
def _inks() -> list[tuple[str, str]]:
    """Return the colours of the light theme that the dark one has others for."""
    return sorted(set(_differences(config("en"), config("en", dark=True))))


def _differences(light: dict, dark: dict) -> Iterator[tuple[str, str]]:
    for key, value in light.items():
        if isinstance(value, dict):
            yield from _differences(value, dark[key])
        elif value != dark[key]:
            yield value, dark[key]


def draw(notebooks: dict[Path, str], pictures: Pictures, forms: list[str]) -> None:
    """Draw what the store lacks of the charts of executed notebooks, side by side.

    Parameters
    ----------
    notebooks : path of each and its language
    forms : of "svg" and "pdf"
    """
    wanted: dict[Path, tuple] = {}
    for path, lang in notebooks.items():
        for spec in charts(json.loads(path.read_text(encoding="utf-8"))):
            lacking = [form for form in forms if pictures.missing(spec, lang, form)]
            if lacking:
                wanted[pictures._path(spec, lang, "")] = (spec, lang, lacking, pictures)
    if not wanted:
        return
    workers = min(os.cpu_count() or 1, -(-len(wanted) // _SHARE))
    # Not forked: what draws has threads of its own.
    with (
        ProcessPoolExecutor(workers, get_context("spawn")) as pool,
        tqdm(total=len(wanted), desc="Charts", unit="chart", disable=None) as bar,
    ):
        for _ in pool.map(_draw, wanted.values(), chunksize=_SHARE):
            bar.update()
    pictures.prune()


def charts(notebook: dict) -> Iterator[dict]:
    """Yield the Vega-Lite specs of a notebook's charts."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "digitalbay" not in output.get("metadata", {}):
                continue
            if CHART in data:
                yield data[CHART]
            if LAB in data:
                yield data[LAB]["chart"]


def _draw(wanted: tuple[dict, str, list[str], Pictures]) -> None:
    spec, lang, forms, pictures = wanted
    for form in forms:
        pictures._kept(spec, lang, form)
