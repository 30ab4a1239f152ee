"""The reference of the package, made from its docstrings beside the editions, in English."""

from __future__ import annotations

import hashlib
import sys
from importlib import import_module
from pathlib import Path

from digitalbay.files import follow, read_tree, write
from digitalbay.run.project import Project

from .editions import REFERENCE
from .jupyter_book import call

# The rooms that notebooks call.
ROOMS = ("digitalbay.data", "digitalbay.methods", "digitalbay.figures")
PACKAGE = Path(__file__).parents[1]


def write_reference(project: Project) -> Path:
    """Write the reference if the package is the project's own and has changed; return its folder.

    Raises BuildError if pdoc can't.
    """
    folder = project.build / "html" / REFERENCE
    if not PACKAGE.is_relative_to(project.root):
        return folder
    stamp, now = project.build / "done" / "reference", _digest(project)
    if stamp.is_file() and stamp.read_text("utf-8") == now and folder.is_dir():
        return folder
    made = project.build / "work" / REFERENCE
    command = [sys.executable, "-m", __name__, str(made)]
    call(
        command, "Reference of the package", project.build / "logs" / "reference.log", project.root
    )
    follow(made, folder)
    write(stamp, now)
    return folder


def main(folder: Path) -> None:
    """Let pdoc write the reference into a folder."""
    import pdoc  # noqa: PLC0415 - only here: it patches what it shows

    for room in ROOMS:
        module = import_module(room)
        # Rooms find their names late, and pdoc only those that are there.
        for name in module.__all__:
            getattr(module, name)
    pdoc.render.configure(docformat="numpy", show_source=False, search=False)
    pdoc.pdoc(*ROOMS, output_directory=folder)


def _digest(project: Project) -> str:
    total = hashlib.sha256((project.root / "uv.lock").read_bytes())
    for path, content in read_tree(PACKAGE).items():
        if path.suffix == ".py":
            total.update(f"{path}\0".encode() + hashlib.sha256(content).digest())
    return total.hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
