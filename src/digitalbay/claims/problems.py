"""H5 and P3: are the four problems there?"""

from __future__ import annotations

from digitalbay.statements import N_

from . import part
from .combined import all_of
from .decision import Decision

_PARTS = N_("Verdicts on the parts: {parts}.")


def h5(as_of: str | None = None, version: int | None = None) -> Decision:
    """Are the four problems there? Supported or contradicted if H5a to H5d all are.

    version: of the rules for the parts. Facts: those of `combined.all_of`.
    """
    return all_of(_problems(as_of, version), 4, _PARTS)


def p3(as_of: str | None = None, version: int | None = None) -> Decision:
    """Are the four needs there? Like H5, but three of four decide."""
    return all_of(_problems(as_of, version), 3, _PARTS, by_name=True)


def _problems(as_of: str | None, version: int | None) -> dict[str, Decision]:
    return {claim: part(claim, version)(as_of) for claim in ("H5a", "H5b", "H5c", "H5d")}
