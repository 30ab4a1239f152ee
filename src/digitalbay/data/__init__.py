"""The data room: cited, dated, versioned facts, read strictly, asked as of any day."""

from typing import Any

from digitalbay.data import recorder
from digitalbay.data.errors import DataError, Problem
from digitalbay.data.left_out import attested, dated, keep, weaker_evidence
from digitalbay.data.money import convert
from digitalbay.data.package import load
from digitalbay.data.queries import availability, observations, revisions, vintages, wide
from digitalbay.data.reference import (
    areas,
    indicators,
    label,
    members,
    region,
    sources,
    units,
)
from digitalbay.data.registers import (
    cases,
    contents,
    documents,
    events,
    ledger,
    targets,
    terms,
    top500,
)

__all__ = [
    "CITIES",
    "MAINLAND",
    "DataError",
    "Problem",
    "areas",
    "attested",
    "availability",
    "cases",
    "contents",
    "convert",
    "dated",
    "documents",
    "events",
    "indicators",
    "keep",
    "label",
    "ledger",
    "load",
    "members",
    "observations",
    "recorder",
    "region",
    "revisions",
    "sources",
    "targets",
    "terms",
    "top500",
    "units",
    "version",
    "vintages",
    "weaker_evidence",
    "wide",
]


@recorder.recorded
def version() -> str:
    """Return the version of the data package."""
    return load().version


def __getattr__(name: str) -> Any:
    """Derive CITIES (every member of the region) and MAINLAND (those of kind city) from areas."""
    if name == "CITIES":
        return region()
    if name == "MAINLAND":
        return region("city")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
