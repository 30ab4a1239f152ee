"""Charts, tables, facts and verdicts of the book: what notebooks import.

Altair is imported at the first use of a name, for who asks for a language or a MIME type only.
"""

from importlib import import_module
from typing import Any

# Public name → its module here.
_HOMES = {
    "Chapter": "chapter",
    "polygons": "maps",
    "measure": "columns",
    "category": "columns",
    "time": "columns",
    "code": "columns",
    "text": "columns",
    "facts": "facts",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Find a public name; all come together, so that what a run used is told alike everywhere."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for each, home in _HOMES.items():
        module = import_module(f".{home}", __name__)
        globals()[each] = module if each == home else getattr(module, each)
    return globals()[name]
