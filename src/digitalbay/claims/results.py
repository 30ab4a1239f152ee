"""H4 and P2: are the three results there?"""

from __future__ import annotations

from digitalbay.statements import N_

from . import part
from .combined import all_of
from .decision import Decision

_H4 = N_("Verdicts on the parts: {parts}; none identifies a cause.")
_P2 = N_("Verdicts on the parts: {parts}.")


def h4(as_of: str | None = None, version: int | None = None) -> Decision:
    """Are the three results there? Supported or contradicted if H4a, H4b and H4c all are.

    version: of the rules for the parts. Facts: those of `combined.all_of`.
    """
    return all_of(_results(as_of, version), 3, _H4)


def p2(as_of: str | None = None, version: int | None = None) -> Decision:
    """Has innovation improved governance, business and services? The same parts as H4."""
    return all_of(_results(as_of, version), 3, _P2, by_name=True)


def _results(as_of: str | None, version: int | None) -> dict[str, Decision]:
    return {claim: part(claim, version)(as_of) for claim in ("H4a", "H4b", "H4c")}
