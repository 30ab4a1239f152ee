"""The claims room: the decision rules for each claim of the ledger.

``claims.decide("H1", as_of)`` reads the rows that decide claim H1 by its newest rule and returns
its `Decision`; ``version=1`` asks for the first rule. Each rule is also a pure function of those
rows: first rules stand in the module of their topic, newer ones in `digitalbay.claims.second` and
`digitalbay.claims.third`.
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
_THIRD = {
    "ecosystem": "h5a",
    "coordination": "h5b",
    "cooperation": "h5c",
    "recommendations": "m1 m2 m3 m4",
}
# Rules that take the verdicts on other claims, by the newest rules of those.
_COMBINED = {"results": "h4 p2", "problems": "h5 p3"}


def _by_claim(topics: dict[str, str]) -> dict[str, str]:
    return {claim: topic for topic, claims in topics.items() for claim in claims.split()}


COMBINED = _by_claim(_COMBINED)
RULES = {1: _by_claim(_FIRST) | COMBINED, 2: _by_claim(_SECOND), 3: _by_claim(_THIRD)}
"""Version → claim in lower case → the module of its rule."""
_FOLDERS = {1: "", 2: ".second", 3: ".third"}


def decide(claim: str, as_of: str | None = None, version: int | None = None) -> "Decision":
    """Return the decision on a claim of the ledger, by its id, as of a day or as of today.

    Decided is by the newest rule, or by the `version` asked for; of a rule that combines verdicts,
    the version is that of its parts. The rule decides twice: on evidence of grades A and B, which
    gives the decision, and on grade C too, which gives its `weaker`. A decision by the newest rule
    has the verdicts by older ones as its `earlier`; of a rule that combines verdicts, the one by
    the first rules of its parts.
    Raises AttributeError if the claim has no such rule.
    """
    decision, weaker = _twice(rule(claim, version), as_of)
    older = [] if version else [1] if claim.lower() in COMBINED else versions(claim)[:-1]
    decided = {number: _twice(rule(claim, number), as_of) for number in older}
    earlier = {number: (found.verdict, also) for number, (found, also) in decided.items()}
    return replace(decision, weaker=weaker, earlier=earlier)


def decided(made: Rule, as_of: str | None = None) -> "Decision":
    """Return what a rule decides, as of a day or as of today, with its verdict on grade C too.

    It is for the rules of other books, which are not registered here: functions of a day.
    """
    decision, weaker = _twice(made, as_of)
    return replace(decision, weaker=weaker)


def versions(claim: str) -> list[int]:
    """Return the versions of a claim's rule, oldest first; none if there is no such claim."""
    return [number for number, rules in RULES.items() if claim.lower() in rules]


def rule(claim: str, version: int | None = None) -> Rule:
    """Return a claim's rule: the newest, or that of a version, as a function of a day.

    Of rules that combine verdicts, the version is that of their parts; a part without it is
    decided by its newest rule before.
    Raises AttributeError if the claim has no such rule.
    """
    name, held = claim.lower(), versions(claim)
    if name in COMBINED:
        combined = _function(f".{COMBINED[name]}", name)
        return lambda as_of=None: combined(as_of, version)
    if not held or version not in (None, *held):
        which = f"rule {name!r} of version {version}" if version and held else f"rule {name!r}"
        raise AttributeError(f"no {which}; there are {', '.join(RULES[version or 1])}")
    number = version or held[-1]
    return _function(f"{_FOLDERS[number]}.{RULES[number][name]}", name)


def part(claim: str, version: int | None) -> Rule:
    """Return the rule that decides a part of another claim: of a version, or the newest before."""
    held = versions(claim)
    return rule(claim, max(n for n in held if n <= (version or held[-1])))


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
