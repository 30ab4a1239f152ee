"""``_config.yml`` and ``_toc.yml`` as they must be for a book; what is wrong is named."""

from __future__ import annotations

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


class SourceError(ValueError):
    """A file of the book that is not as it must be: which, and what is wrong in it."""

    def __init__(self, file: str, what: object):
        super().__init__(f"{file}: {what}")


def settings(root: Path) -> dict[str, Any]:
    """Return the settings of the book in a folder; SourceError names what is wrong in them."""
    given = _read(root / SETTINGS) if (root / SETTINGS).is_file() else {}
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
    return given


def contents(root: Path) -> dict[str, Any]:
    """Return the table of contents of a book; SourceError names what is wrong in it."""
    # Slow to load, for who only plans.
    from sphinx_external_toc.parsing import MalformedError, parse_toc_data  # noqa: PLC0415

    given = _read(root / CONTENTS)
    try:
        parse_toc_data(given)
    except MalformedError as error:
        raise SourceError(CONTENTS, error) from None
    except (AttributeError, TypeError, KeyError):
        raise SourceError(CONTENTS, "expected pages as `- file: …`, in lists") from None
    return given


def _read(path: Path) -> dict[str, Any]:
    # Given a file, not its text, an error names the line.
    with path.open(encoding="utf-8") as file:
        try:
            given = yaml.safe_load(file)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise SourceError(path.name, f"is no YAML: {error}") from None
    if not isinstance(given, dict):
        raise SourceError(path.name, "expected names and values")
    return given
