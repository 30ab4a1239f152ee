"""What a decision is, and how a claim follows from its parts."""

from typing import NamedTuple

from digitalbay.figures.chapter import VERDICTS

REPORT = "2022-12-31"  # the report bears the year 2022; the rules speak of its end


class Decision(NamedTuple):
    """A verdict with what it rests on.

    verdict : "supported", "partly", "contradicted" or "not_testable"
    facts : dict of the numbers and names that the wording needs
    rows : list of frames, as read from the package, whose rows decide
    """

    verdict: str
    facts: dict
    rows: list


def all_of(parts: dict[str, Decision], enough: int) -> Decision:
    verdicts = [part.verdict for part in parts.values()]
    if verdicts.count("supported") >= enough:
        verdict = "supported"
    elif verdicts.count("contradicted") >= enough:
        verdict = "contradicted"
    elif {"supported", "partly"} & set(verdicts):
        verdict = "partly"
    else:
        verdict = "not_testable"
    facts = {
        "parts": {claim: part.verdict for claim, part in parts.items()},
        **{name: verdicts.count(name) for name in VERDICTS},
    }
    return Decision(verdict, facts, [frame for part in parts.values() for frame in part.rows])
