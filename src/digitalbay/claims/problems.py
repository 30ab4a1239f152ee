"""H5 and P3: are the four problems there?"""

from __future__ import annotations

from digitalbay.statements import N_

from .actors import h5d
from .combined import all_of
from .cooperation import h5c
from .coordination import h5b
from .decision import Decision
from .ecosystem import h5a

_PARTS = N_("Verdicts on the parts: {parts}.")


def h5(as_of: str | None = None) -> Decision:
    """Are the four problems there? Supported or contradicted if H5a to H5d all are.

    Facts: those of `combined.all_of`.
    """
    return all_of(_problems(as_of), 4, _PARTS)


def p3(as_of: str | None = None) -> Decision:
    """Are the four needs there? Like H5, but three of four decide."""
    return all_of(_problems(as_of), 3, _PARTS, by_name=True)


def _problems(as_of: str | None) -> dict[str, Decision]:
    return {"H5a": h5a(as_of), "H5b": h5b(as_of), "H5c": h5c(as_of), "H5d": h5d(as_of)}
