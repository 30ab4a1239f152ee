"""The claims room: one decision rule for each claim of the ledger.

``claims.decide("H1", as_of)`` reads the rows that decide claim H1 and returns its `Decision`; so
does ``claims.h1(as_of)``. Each rule is also a pure function of those rows, in the module of its
topic.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .decision import Decision


def decide(claim: str, as_of: str | None = None) -> "Decision":
    """Return the decision on a claim of the ledger, by its id, as of a day or as of today."""
    return __getattr__(claim.lower())(as_of)


def __getattr__(name: str) -> Any:
    """Find a claim's rule by the claim's id in lower case, in whichever module holds it."""
    if name.startswith("_"):
        raise AttributeError(name)
    for module in iter_modules(__path__):
        found = getattr(import_module(f"{__name__}.{module.name}"), name, None)
        if found is not None:
            return found
    raise AttributeError(f"no rule {name!r} in {__name__}")
