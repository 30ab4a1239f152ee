"""H5 and P3: are the four problems there?"""

from .actors import h5d
from .cooperation import h5c
from .coordination import h5b
from .ecosystem import h5a
from .verdicts import Decision, all_of


def h5(as_of=None) -> Decision:
    """Are the four problems there? By the verdicts of H5a to H5d."""
    return all_of(_problems(as_of), enough=4)


def p3(as_of=None) -> Decision:
    """Are the four needs there? Like H5, but three of four decide."""
    return all_of(_problems(as_of), enough=3)


def _problems(as_of) -> dict[str, Decision]:
    return {"H5a": h5a(as_of), "H5b": h5b(as_of), "H5c": h5c(as_of), "H5d": h5d(as_of)}
