"""H5a: is the digital ecosystem missing?"""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.decision import Decision
from digitalbay.claims.ecosystem import PLATFORMS
from digitalbay.claims.readings import read
from digitalbay.claims.series import in_time
from digitalbay.statements import N_, Portion, Statement

from .common import by_report

EXCHANGES = "数据交易所"
REUSE = ("open_data_downloads", "open_data_views", "open_data_applications")
# Cities from which a part counts as there, of eleven: who says early that the ecosystem is missing,
# the rule (half of them), who says so late.
CITIES = (11, 6, 2)


def h5a(as_of: str | None = None) -> Decision:
    """Is the digital ecosystem missing? See `decide_h5a`."""
    known = [name for name in db.indicators()["indicator"] if name in REUSE]
    return decide_h5a(
        db.observations(PLATFORMS, areas="gba", as_of=as_of),
        db.events(as_of=as_of),
        db.observations(known, areas=db.CITIES, as_of=as_of),
        db.CITIES,
    )


def decide_h5a(
    platforms: pd.DataFrame, events: pd.DataFrame, reuse: pd.DataFrame, cities: tuple[str, ...]
) -> Decision:
    """Are platforms, data exchanges and reuse there in half of the cities by the end of 2022?

    platforms: how many cities have an open-data platform; events: launches of data exchanges;
    reuse: how much open data is taken up, by city. A city of which nothing is recorded counts as
    one without: the verdict is on what is on record.

    Facts: platforms, exchanges, reuse (in how many cities each is recorded), cities, there (the
    parts that half of the cities have).
    """
    platforms, reuse = by_report(in_time(platforms)), by_report(reuse)
    opened = events[events["kind"].eq("launch") & events["name_zh"].str.contains(EXCHANGES)]
    opened = db.attested(by_report(opened, "date"))
    last = platforms.iloc[-1] if len(platforms) else None
    counts = {
        "platforms": None if last is None or last["qualifier"] == "at_most" else int(last["value"]),
        "exchanges": len(set(opened["area"]) & set(cities)),
        "reuse": len(set(reuse["area"]) & set(cities)),
    }

    def judge(least: float) -> str:
        known = [count for count in counts.values() if count is not None]
        if len(known) < len(counts):
            return "not_testable"
        there = sum(count >= least for count in known)
        return {0: "supported", len(counts): "contradicted"}.get(there, "partly")

    facts: dict[str, object] = {**counts, "cities": len(cities)}
    facts["there"] = [name for name, n in counts.items() if n is not None and n >= CITIES[1]]
    told = {name: Portion(count, len(cities), "city") for name, count in counts.items()}
    because = Statement(_PARTS, told) if last is not None else Statement(_NO_COUNT)
    found = tuple(sorted({float(n) for n in counts.values() if n})) if last is not None else ()
    readings = read(CITIES, judge, found, ",.0f")
    rows = [platforms, opened, reuse]
    return Decision(judge(CITIES[1]), because, rows, facts, readings=readings)


_PARTS = N_(
    "By the end of 2022 an open-data platform is on record for {platforms}, a data exchange for"
    " {exchanges}, figures of how open data are used for {reuse}."
)
_NO_COUNT = N_("No count of open-data platforms of the eleven cities is on record.")
