"""Charts, tables, key figures and verdicts of the book: what notebooks import.

Altair is imported at the first use of a name, for who asks for a language or a MIME type only.
"""

from typing import Any

__all__ = ["Chapter", "polygons"]


def __getattr__(name: str) -> Any:
    """Find a public name; all come together, so that what a run used is told alike everywhere."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .chapter import Chapter  # noqa: PLC0415
    from .maps import polygons  # noqa: PLC0415

    globals().update(Chapter=Chapter, polygons=polygons)
    return globals()[name]
