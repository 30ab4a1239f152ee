"""H5a: is the digital ecosystem missing?"""

import digitalbay as db
from digitalbay.data.periods import as_day, last_day

from .verdicts import REPORT, Decision


def h5a(as_of=None) -> Decision:
    """Is the digital ecosystem missing? Open-data platforms of the eleven, and their grades.

    A platform recorded by the end of 2022 counts, and the grades are those that were published by
    then. ``facts["if_all_graded"]`` is the verdict of a stricter reading: that grades which lie
    close together say nothing unless those of all eleven are published.
    """
    platforms = db.observations("open_data_platforms_gba", areas="gba", as_of=as_of)
    platforms = platforms[platforms["period"].map(last_day) <= as_day(REPORT)]
    grades = db.observations("open_data_forest_gba_grade", areas=db.CITIES, as_of=as_of)
    grades = grades[grades["period"].map(last_day) <= as_day(REPORT)]
    count = int(platforms["value"].iloc[-1]) if len(platforms) else None
    spread = int(grades["value"].max() - grades["value"].min()) if len(grades) else None
    verdict = _by_the_rule(count, spread)
    partial = verdict == "contradicted" and len(grades) < len(db.CITIES)
    facts = {
        "platforms": count,
        "cities": len(db.CITIES),
        "period": platforms["period"].iloc[-1] if len(platforms) else None,
        "graded": len(grades),
        "spread": spread,
        "if_all_graded": "not_testable" if partial else verdict,
    }
    return Decision(verdict, facts, [platforms, grades])


def _by_the_rule(count: int | None, spread: int | None) -> str:
    if count is None:
        return "not_testable"
    if count < len(db.CITIES) / 2:
        return "supported"
    if spread is None:
        return "not_testable"
    if spread > 1:
        return "partly"
    return "contradicted" if count == len(db.CITIES) else "not_testable"
