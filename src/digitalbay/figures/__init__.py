"""Charts, tables, key figures and verdicts of the book: what notebooks import."""

from .chapter import Chapter
from .maps import polygons

__all__ = ["Chapter", "polygons"]
