"""Rooms of the package import one way, and no module is longer than a person reads at once."""

import ast
import re
from pathlib import Path

import pytest

import digitalbay as db

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
ROOMS = ("data", "methods", "claims", "figures", "run", "publish")
# Modules beside the rooms that know none of them.
SHARED = {"alike", "children", "files", "options", "statements"}
# What a room may import: itself, the rooms before it, and what is shared.
ALLOWED = {room: {*ROOMS[: n + 1], *SHARED} for n, room in enumerate(ROOMS)}
# Kernels hear what was read of the data, and know nothing of who runs them.
ALLOWED |= {"kernels": {"kernels", "data", "files"}, **{name: set() for name in SHARED}}
for _room in ("run", "publish"):
    ALLOWED[_room].add("kernels")
LONGEST = 300
NAMED = re.compile(r"digitalbay(\.\w+)+(:\w+)?")
MODULES = sorted((SOURCE / "digitalbay").rglob("*.py"))


def room_of(module: str) -> str:
    """Return the room or the shared module that a module of the package is in."""
    return [*module.split("."), ""][1]


def imported(path: Path, tree: ast.Module) -> set[str]:
    """Return the modules of the package that a module imports or names, wherever it does."""
    found = set()
    package = path.relative_to(SOURCE).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*base, *filter(None, [node.module])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} if NAMED.fullmatch(node.value) else set()
    return {name for name in found if name.startswith("digitalbay.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_no_room_imports_from_a_room_to_its_right(path):
    module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    room = room_of(module)
    if room in ("__init__", "__main__", "cli"):
        return
    assert room in ALLOWED, f"{module} is in no room that this test knows"
    known = {*ALLOWED, "cli"}
    rooms = {room_of(name) for name in imported(path, ast.parse(path.read_text("utf-8")))}
    # What the package offers by itself, as `from digitalbay import areas`, is of the data room.
    assert {name if name in known else "data" for name in rooms} <= ALLOWED[room]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (
            "def f():\n    from digitalbay.publish.build import build",
            "digitalbay.publish.build.build",
        ),
        ("from .. import publish", "digitalbay.publish"),
        ("from . import cells", "digitalbay.run.cells"),
        ("from ..publish.build import build", "digitalbay.publish.build.build"),
        ("import digitalbay.publish.build as b", "digitalbay.publish.build"),
        ("import_module('digitalbay.publish.build')", "digitalbay.publish.build"),
    ],
)
def test_imports_are_found_however_they_are_written(code, found):
    path = SOURCE / "digitalbay" / "run" / "any.py"
    assert imported(path, ast.parse(code)) == {found}


def test_no_module_is_longer_than_is_read_at_once():
    paths = [*MODULES, *(ROOT / "tests").rglob("*.py")]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in paths}
    assert {path.name: n for path, n in lengths.items() if n > LONGEST} == {}


def files_of_the_machinery() -> list[Path]:
    """Return the files of the package that serve any book: all but the rules of claims."""
    rules = SOURCE / "digitalbay" / "claims"
    found = [path for path in sorted((SOURCE / "digitalbay").rglob("*")) if path.is_file()]
    return [p for p in found if p.suffix != ".pyc" and not p.is_relative_to(rules)]


def test_the_machinery_names_no_region():
    region = db.load().descriptor.raw["digitalbay:region"]
    rows = db.areas().set_index("area").loc[[region, *db.region()]]
    names = {*rows["name_en"], *rows["name_zh"], *rows["name_zh_hant"], "Guangdong", "粤港澳"}
    named = re.compile("|".join(map(re.escape, sorted(names))), re.IGNORECASE)
    found = {path.name: named.findall(path.read_text("utf-8")) for path in files_of_the_machinery()}
    assert {name: words for name, words in found.items() if words} == {}


def private_names(tree: ast.Module) -> set[str]:
    """Return the private names of the package that a module imports or reaches for."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in imports if (node.module or "").startswith("digitalbay")]
    names = {alias.asname or alias.name for node in ours for alias in node.names}
    reached = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in names | {"digitalbay", "db"}
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setattr":
            owner, name, *_ = node.args
            if getattr(owner, "id", "") in names and isinstance(name, ast.Constant):
                reached.add(name.value)
    return {name for name in names | reached if name.startswith("_") and name[:2] != "__"}


def test_tests_reach_for_no_private_name_of_the_package():
    paths = (ROOT / "tests").rglob("*.py")
    found = {path.name: private_names(ast.parse(path.read_text("utf-8"))) for path in paths}
    assert {name: names for name, names in found.items() if names} == {}
