"""H4 and P2: are the three results there?"""

from .growth import h4c
from .services import h4a
from .use import h4b
from .verdicts import Decision, all_of


def h4(as_of=None) -> Decision:
    """Are the three results there? By the verdicts of H4a, H4b and H4c."""
    return all_of({"H4a": h4a(as_of), "H4b": h4b(as_of), "H4c": h4c(as_of)}, enough=3)


def p2(as_of=None) -> Decision:
    """Has innovation improved governance, business and services? The same parts as H4."""
    return h4(as_of)
