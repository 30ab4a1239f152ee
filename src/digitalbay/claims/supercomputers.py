"""T4: how the machines of the centres in Guangzhou and Shenzhen rank on the TOP500 lists."""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import as_day, last_day
from digitalbay.statements import N_, Period, Statement, Word

from .decision import Decision

CENTRES = ("guangzhou", "shenzhen")
REPORT_LIST = "2022-06"  # the newest list when the report was written
MACHINES = {
    "Tianhe-2": ("guangzhou", "Tianhe-2|MilkyWay-2"),
    "Tianhe-1A (Guangzhou)": ("guangzhou", "Tianhe-1A"),
    "Nebulae": ("shenzhen", "Nebulae|TC3600"),
}


def lists_by(top500: pd.DataFrame, as_of: str | None) -> pd.DataFrame:
    """Return the machines on the TOP500 lists published by a day: by the end of their month."""
    if as_of is None:
        return top500
    day = as_day(as_of)
    return top500[top500["list"].map(lambda month: last_day(month) <= day).astype("bool")]


def machine_ranks(top500: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the machines of the two centres on all lists, by machine and list.

    top500: as `db.top500` returns it. Column added: machine, a key of `MACHINES`.
    """
    label = top500["name"].fillna("") + " " + top500["computer"].fillna("")
    found = [
        top500[top500["area"].eq(area) & label.str.contains(pattern)].assign(machine=machine)
        for machine, (area, pattern) in MACHINES.items()
    ]
    return pd.concat(found).sort_values(["machine", "list"])


def decide_t4(top500: pd.DataFrame) -> Decision:
    """Decide T4: how do the machines of the two centres rank on the newest list before the report?

    top500: as `db.top500` returns it, or the lists known on a day.
    Facts: list (or None), ranks (centre → best rank or None), centres.
    """
    before = top500[top500["list"] <= REPORT_LIST]
    newest = before["list"].max() if len(before) else None
    on_list = before[before["list"].eq(newest) & before["area"].isin(CENTRES)]
    best = on_list.groupby("area")["rank"].min()
    ranks = {area: int(best[area]) if area in best else None for area in CENTRES}
    facts = {"list": newest, "ranks": ranks, "centres": len(CENTRES)}
    if newest is None:
        nothing = Statement(N_("No TOP500 list before the report is on record."))
        return Decision("not_testable", nothing, [on_list], facts)
    ranked = [rank for rank in ranks.values() if rank is not None]
    if not ranked or min(ranked) > 10:
        verdict = "contradicted"
    else:
        verdict = "supported" if min(ranked) == 1 else "partly"
    because = Statement(
        N_(
            "On the list of {list}, the newest before the report, Tianhe-2 in Guangzhou {gz} and "
            "the best machine in Shenzhen {sz}."
        ),
        {"list": Period(newest), "gz": _rank(ranks["guangzhou"]), "sz": _rank(ranks["shenzhen"])},
    )
    return Decision(verdict, because, [on_list], facts)


def t4(as_of: str | None = None) -> Decision:
    """Decide T4, on the speed of the supercomputers, as of a day."""
    return decide_t4(lists_by(db.top500(), as_of))


def _rank(rank: int | None) -> Statement | Word:
    if rank is None:
        return Word(N_("is not listed"))
    return Statement(N_("ranks {rank}"), {"rank": rank})
