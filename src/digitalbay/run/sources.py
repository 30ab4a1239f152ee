"""``_config.yml`` and ``_toc.yml`` as they must be for a book; what is wrong is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

SETTINGS, CONTENTS = "_config.yml", "_toc.yml"
# Parts of the settings to which each edition adds its own; left out, they are empty.
_PARTS = (
    ("execute",),
    ("html",),
    ("sphinx", "config"),
    ("sphinx", "config", "html_theme_options"),
    ("sphinx", "config", "latex_elements"),
)
_LATEX = {"tableofcontents": r"\sphinxtableofcontents", "preamble": ""}
# With its ending, a page may be named in the contents, too.
_ENDINGS = ("", ".md", ".ipynb", ".rst")
# As schemas call them; a truth value is no number here.
_TYPES: dict[str, tuple[str, tuple[type, ...]]] = {
    "string": ("text", (str,)),
    "boolean": ("true or false", (bool,)),
    "number": ("a number", (int, float)),
    "array": ("a list", (list,)),
    "object": ("names and values", (dict,)),
    "null": ("nothing", (type(None),)),
}


class _Loader(yaml.SafeLoader):
    """Reads YAML, in which a name stands once: of two values the last would be taken."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        for n, (name, (key, _)) in enumerate(zip(names, node.value, strict=True)):
            if name in names[:n]:
                what = f"{name!r} a second time; keep one of the two"
                raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
        return super().construct_mapping(node, deep)


class SourceError(ValueError):
    """A file of the book that is not as it must be: which, and what is wrong in it."""

    def __init__(self, file: str, what: object):
        super().__init__(f"{file}: {what}")


def settings(root: Path) -> dict[str, Any]:
    """Return the settings of the book in a folder; SourceError names what is wrong in them."""
    given = read(root, SETTINGS) if (root / SETTINGS).is_file() else {}
    for names in _PARTS:
        part = given
        for name in names:
            if part.get(name) is None:
                part[name] = {}
            part = part[name]
            if not isinstance(part, dict):
                raise SourceError(SETTINGS, f"{': '.join(names)}: expected names and values")
    for name, usual in _LATEX.items():
        if not isinstance(part.setdefault(name, usual), str):
            raise SourceError(SETTINGS, f"{': '.join(names)}: {name}: expected text")
    for wrong in _wrong(given, *_known(), ()):
        raise SourceError(SETTINGS, wrong)
    return given


def contents(root: Path) -> dict[str, Any]:
    """Return the table of contents of a book; SourceError names what is wrong in it."""
    # Slow to load, for who only plans.
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data  # noqa: PLC0415

    given = read(root, CONTENTS)
    try:
        pages = list(parse_toc_data(given))
    except MalformedError as error:
        raise SourceError(CONTENTS, error) from None
    except (AttributeError, TypeError, KeyError):
        raise SourceError(CONTENTS, "expected pages as `- file: …`, in lists") from None
    if absent := [page for page in pages if not _is_page(root, page)]:
        what = f"no page {', '.join(map(repr, absent))}: write it, or take it out here"
        raise SourceError(CONTENTS, what)
    return given


def _is_page(root: Path, name: str) -> bool:
    path = Path(name)
    inside = not path.is_absolute() and ".." not in path.parts
    return inside and any((root / f"{name}{ending}").is_file() for ending in _ENDINGS)


def read(root: Path, name: str) -> dict[str, Any]:
    """Return what a YAML file of a book says, by names; SourceError names the line that is wrong.

    A file without a word says nothing.
    """
    path = root / name
    try:
        given = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise SourceError(name, f"line {line}: is not in UTF-8; save it so") from None
    except yaml.YAMLError as error:
        raise SourceError(name, _said(error)) from None
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise SourceError(name, "expected names and values, such as `title: …`")
    return given


def _said(error: yaml.YAMLError) -> str:
    """Return in a line what is wrong with YAML, and in which line of it."""
    if isinstance(error, yaml.reader.ReaderError):
        return f"holds U+{error.character:04X}, which nobody sees; take it out"
    mark = getattr(error, "problem_mark", None)
    line = f"line {mark.line + 1}: " if mark else ""
    told = [getattr(error, name, None) for name in ("context", "problem")]
    return f"{line}is no YAML: {', '.join(filter(None, told)) or error}"


@cache
def _known() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return Jupyter Book's schema of settings, and its list of all names with usual values."""
    spec = find_spec("jupyter_book")
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
    schema = json.loads((folder / "config_schema.json").read_text(encoding="utf-8"))
    return schema, read(folder, "default_config.yml")


def _wrong(given: Any, schema: dict, usual: Any, names: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with a setting, or with those in it: its name, what is expected."""
    at = "".join(f"{name}: " for name in names)
    types = schema.get("type", [])
    types = [_TYPES[name] for name in ([types] if isinstance(types, str) else types)]
    own = tuple(python for _, accepted in types for python in accepted)
    if types and (not isinstance(given, own) or (isinstance(given, bool) and bool not in own)):
        yield f"{at}expected {' or '.join(text for text, _ in types)}, not {given!r}"
    elif (allowed := schema.get("enum")) and given not in allowed:
        yield f"{at}expected {', '.join(map(str, allowed))}, not {given!r}"
    properties = schema.get("properties", {})
    known = {**dict.fromkeys(properties), **(usual if isinstance(usual, dict) else {})}
    # What is free, such as Sphinx's own configuration, has no list of names.
    for name, value in given.items() if isinstance(given, dict) and known else ():
        if name not in known:
            yield f"{at}no setting is called {name!r}; there are {', '.join(known)}"
        yield from _wrong(value, properties.get(name, {}), known.get(name), (*names, name))
