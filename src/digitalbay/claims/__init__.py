"""The claims room: the decision rules for each claim of the ledger.

``claims.decide("H1", as_of)`` reads the rows that decide claim H1 by its newest rule and returns
its `Decision`; ``version=1`` asks for the first rule. Each rule is also a pure function of those
rows: first rules stand in the module of their topic, second ones in `digitalbay.claims.second`.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from digitalbay.data.left_out import weaker_evidence

if TYPE_CHECKING:
    from .decision import Decision

Rule = Callable[..., "Decision"]

# Topic → its claims; a rule is imported when it is asked for, so that a run records only what
# decided in it.
_FIRST = {
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
    "ecosystem": "h5a",
    "coordination": "h5b",
    "cooperation": "h5c",
    "actors": "h5d",
    "recommendations": "m1 m2 m3 m4 h6",
    "preface": "p1",
}
_SECOND = {
    "industry": "e1 e2",
    "networks": "e3",
    "finance": "e4",
    "government": "g1 g2 g3",
    "infrastructure": "h1 t3 t6",
    "selections": "h2",
    "literacy": "h3",
    "promises": "t1 t2 t5",
    "society": "s1 s2 s3",
    "services": "h4a",
    "use": "h4b",
    "acceleration": "h4c",
    "ecosystem": "h5a",
    "coordination": "h5b",
    "cooperation": "h5c",
    "actors": "h5d",
    "recommendations": "m1 m2 m3 m4",
    "preface": "p1",
}
# Rules that take the verdicts on other claims, whatever the version of those.
_COMBINED = {"results": "h4 p2", "problems": "h5 p3"}


def _by_claim(topics: dict[str, str]) -> dict[str, str]:
    return {claim: topic for topic, claims in topics.items() for claim in claims.split()}


COMBINED = _by_claim(_COMBINED)
RULES = {1: _by_claim(_FIRST) | COMBINED, 2: _by_claim(_SECOND)}
"""Version → claim in lower case → the module of its rule."""


def decide(claim: str, as_of: str | None = None, version: int | None = None) -> "Decision":
    """Return the decision on a claim of the ledger, by its id, as of a day or as of today.

    Decided is by the newest rule, or by the `version` asked for; of a rule that combines verdicts,
    the version is that of its parts. The rule decides twice: on evidence of grades A and B, which
    gives the decision, and on grade C too, which gives its `weaker`. A decision by a newer rule
    has the verdicts by the first one as its `first` and `first_weaker`.
    Raises AttributeError if the claim has no such rule.
    """
    decision, weaker = _twice(rule(claim, version), as_of)
    if version is not None or claim.lower() not in RULES[2] | COMBINED:
        return replace(decision, weaker=weaker)
    first, first_weaker = _twice(rule(claim, 1), as_of)
    return replace(decision, weaker=weaker, first=first.verdict, first_weaker=first_weaker)


def rule(claim: str, version: int | None = None) -> Rule:
    """Return a claim's rule: the newest, or that of a version, as a function of a day.

    Of rules that combine verdicts, the version is that of their parts.
    Raises AttributeError if the claim has no such rule.
    """
    name = claim.lower()
    if name in COMBINED:
        combined = _function(f".{COMBINED[name]}", name)
        return lambda as_of=None: combined(as_of, version)
    if version in (None, 2) and name in RULES[2]:
        return _function(f".second.{RULES[2][name]}", name)
    if version == 2 or name not in RULES[1]:
        which = f"second rule {name!r}" if version == 2 else f"rule {name!r}"
        raise AttributeError(f"no {which}; there are {', '.join(RULES[version or 1])}")
    return _function(f".{RULES[1][name]}", name)


def _twice(made: Rule, as_of: str | None) -> tuple["Decision", str]:
    """Return a rule's decision, and its verdict if evidence of grade C counts too."""
    with weaker_evidence():
        weaker = made(as_of).verdict
    return made(as_of), weaker


def __getattr__(name: str) -> Any:
    """Find a claim's newest rule by the claim's id in lower case."""
    return rule(name)


def _function(module: str, name: str) -> Rule:
    return getattr(import_module(module, __name__), name)
