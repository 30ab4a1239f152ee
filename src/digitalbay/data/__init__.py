"""The data room: cited, dated, versioned facts, read strictly, asked as of any day.

It is imported at the first use of a name: who asks for none need not wait for pandas.
"""

from importlib import import_module
from typing import Any

# Public name → its module here.
_HOMES = {
    "DataError": "errors",
    "Problem": "errors",
    "areas": "reference",
    "attested": "left_out",
    "availability": "queries",
    "cases": "registers",
    "contents": "registers",
    "convert": "money",
    "created": "reference",
    "dated": "left_out",
    "documents": "registers",
    "events": "registers",
    "expectations": "registers",
    "families": "reference",
    "indicators": "reference",
    "keep": "left_out",
    "label": "reference",
    "ledger": "registers",
    "load": "package",
    "members": "reference",
    "observations": "queries",
    "recorder": "recorder",
    "region": "reference",
    "revisions": "queries",
    "rules": "registers",
    "sources": "reference",
    "targets": "registers",
    "terms": "registers",
    "top500": "registers",
    "units": "reference",
    "version": "reference",
    "vintages": "queries",
    "weaker_evidence": "left_out",
    "wide": "queries",
}
__all__ = sorted([*_HOMES, "CITIES", "MAINLAND"])  # noqa: PLE0605
CITIES: tuple[str, ...]
"""Keys of every member of the region."""
MAINLAND: tuple[str, ...]
"""Keys of its members of kind city."""


def __getattr__(name: str) -> Any:
    """Find a public name; all come together, so that what a run used is told alike everywhere."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for each, home in _HOMES.items():
        module = import_module(f".{home}", __name__)
        globals()[each] = module if each == home else getattr(module, each)
    if name in _HOMES:
        return globals()[name]
    region = globals()["region"]
    return region() if name == "CITIES" else region("city")
