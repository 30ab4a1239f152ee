"""Claims that follow from the verdicts on their parts."""

from __future__ import annotations

from collections.abc import Mapping

from digitalbay.statements import N_, Listed, Portion, Statement, Word

from .decision import VERDICTS, Decision

# A verdict as a word within a sentence.
VERDICT_WORDS = {
    "supported": N_("supported"),
    "partly": N_("partly"),
    "contradicted": N_("contradicted"),
    "not_testable": N_("not testable"),
}
_COUNTS = {
    "supported": N_("{n} supported"),
    "partly": N_("{n} partly"),
    "contradicted": N_("{n} contradicted"),
    "not_testable": N_("{n} not testable"),
}


def all_of(
    parts: Mapping[str, Decision], enough: int, because: str, *, by_name: bool = False
) -> Decision:
    """Return the decision that follows from parts by their claims.

    Supported or contradicted if at least `enough` parts are; else partly if any is supported,
    wholly or in part; else not testable.

    Parameters
    ----------
    parts : decisions by claim, such as "H4a"
    enough : how many parts decide
    because : template with the placeholder ``{parts}``
    by_name : whether to name each part with its verdict, or to say how many bear each verdict

    Facts: parts (claim → verdict) and, by verdict, how many parts bear it.
    """
    verdicts = [part.verdict for part in parts.values()]
    counts = {name: verdicts.count(name) for name in VERDICTS}
    if counts["supported"] >= enough:
        verdict = "supported"
    elif counts["contradicted"] >= enough:
        verdict = "contradicted"
    else:
        verdict = "partly" if counts["supported"] or counts["partly"] else "not_testable"
    by_claim = {claim: part.verdict for claim, part in parts.items()}
    facts = {"parts": by_claim, **counts}
    told = _names(by_claim) if by_name else _numbers(counts, len(parts))
    rows = [frame for part in parts.values() for frame in part.rows]
    return Decision(verdict, Statement(because, {"parts": told}), rows, facts)


def _names(parts: Mapping[str, str]) -> Listed:
    form = N_("{claim} {verdict}")
    return Listed(
        [
            Statement(form, {"claim": claim, "verdict": Word(VERDICT_WORDS[verdict])})
            for claim, verdict in parts.items()
        ],
        ",",
    )


def _numbers(counts: Mapping[str, int], whole: int) -> Listed:
    return Listed(
        [
            Statement(_COUNTS[verdict], {"n": Portion(n, whole)})
            for verdict, n in counts.items()
            if n
        ],
        ",",
    )
