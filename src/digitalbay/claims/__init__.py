"""The claims room: one decision rule for each claim of the ledger.

``claims.decide("H1", as_of)`` reads the rows that decide claim H1 and returns its `Decision`; so
does ``claims.h1(as_of)``. Each rule is also a pure function of those rows, in the module of its
topic.
"""

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from digitalbay.data.left_out import weaker_evidence

if TYPE_CHECKING:
    from .decision import Decision

# Topic → its claims; a rule is imported when it is asked for, so that a run records only what
# decided in it.
_TOPICS = {
    "policy": "n1 n2 r1 r2 r3",
    "promises": "t1 t2 t5",
    "infrastructure": "h1 t3 t6",
    "supercomputers": "t4",
    "practice": "h2",
    "literacy": "h3",
    "government": "g1 g2 g3",
    "society": "s1 s2 s3",
    "industry": "e1 e2",
    "networks": "e3",
    "finance": "e4",
    "services": "h4a",
    "use": "h4b",
    "acceleration": "h4c",
    "results": "h4 p2",
    "ecosystem": "h5a",
    "coordination": "h5b",
    "cooperation": "h5c",
    "actors": "h5d",
    "problems": "h5 p3",
    "recommendations": "m1 m2 m3 m4 h6",
    "preface": "p1",
}
RULES = {claim: topic for topic, claims in _TOPICS.items() for claim in claims.split()}


def decide(claim: str, as_of: str | None = None, version: int | None = None) -> "Decision":
    """Return the decision on a claim of the ledger, by its id, as of a day or as of today.

    ``version`` is that of the rule, by default the newest.

    The rule decides twice: on evidence of grades A and B, which gives the decision, and on grade C
    too, which gives its `weaker`.
    Raises AttributeError if the claim has no rule, ValueError if the rule has no such version.
    """
    if version not in (None, 1):
        raise ValueError(f"claim {claim}: version={version!r}; its rule has version 1")
    rule = __getattr__(claim.lower())
    with weaker_evidence():
        weaker = rule(as_of).verdict
    return replace(rule(as_of), weaker=weaker)


def __getattr__(name: str) -> Any:
    """Find a claim's rule by the claim's id in lower case."""
    if name not in RULES:
        raise AttributeError(f"no rule {name!r}; there are {', '.join(RULES)}")
    return getattr(import_module(f".{RULES[name]}", __name__), name)
