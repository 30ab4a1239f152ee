"""E3: has digital infrastructure been built up?"""

from __future__ import annotations

from datetime import date

import pandas as pd

import digitalbay as db
from digitalbay.claims.bounds import above, span
from digitalbay.claims.decision import Decision
from digitalbay.data.periods import last_day
from digitalbay.statements import N_, Listed, Named, Period, Portion, Statement, Word

FIXED, MOBILE, STATIONS = (
    "fixed_broadband_per_100", "mobile_subscriptions_per_100", "base_stations_5g",
)  # fmt: skip
WHAT = {
    FIXED: N_("Fixed broadband subscriptions per 100 people"),
    MOBILE: N_("Mobile subscriptions per 100 people"),
    STATIONS: N_("5G base stations per 10,000 residents"),
}
CENSUS = "2020-11-01"
COMPARISONS = 5
HALF_YEAR = 184  # days by which a count may lie from the end of the year it stands for
COMPARED = [
    "indicator", "area", "year", "here", "here_qualifier", "nation", "nation_qualifier", "ahead",
]  # fmt: skip


def e3(as_of: str | None = None) -> Decision:
    """Has digital infrastructure been built up? See `decide_e3`."""
    places = ["guangdong", "china"]
    return decide_e3(
        db.observations([FIXED, MOBILE], areas=["hong-kong", "macao", "china"], as_of=as_of),
        db.observations(STATIONS, areas=places, as_of=as_of),
        db.observations("population_census", areas=places, periods=CENSUS, as_of=as_of),
    )


def decide_e3(lines: pd.DataFrame, stations: pd.DataFrame, census: pd.DataFrame) -> Decision:
    """Are five comparisons with mainland China in favour of the Bay Area's places?

    The rule's Chinese text speaks of mobile telephone subscriptions, which are compared; those of
    mobile broadband are not on record for Hong Kong and Macao. A comparison that bounds leave
    open cannot be made.

    Facts: comparisons (of `comparisons`), made, ahead (how many), narrow, narrow_ahead and
    narrow_verdict (the same without mobile subscriptions).
    """
    found = comparisons(lines, stations, census)
    made = found[found["ahead"].notna()]
    ahead = made[made["ahead"].eq(True)]
    narrow = made[made["indicator"] != MOBILE]
    facts = {
        "comparisons": found,
        "made": len(made),
        "ahead": len(ahead),
        "narrow": len(narrow),
        "narrow_ahead": int(narrow["ahead"].eq(True).sum()),
        "narrow_verdict": _by_rule(narrow),
    }
    return Decision(_by_rule(made), _because(made, ahead), [lines, stations, census], facts)


def comparisons(lines: pd.DataFrame, stations: pd.DataFrame, census: pd.DataFrame) -> pd.DataFrame:
    """Return each place beside mainland China in the newest common year.

    Columns `COMPARED`: indicator, area, year, here and nation (per 100 people, or per 10,000
    residents of the census) with their qualifiers, ahead (True, False, or None if bounds leave it
    open).
    """
    found = []
    for indicator in (FIXED, MOBILE):
        rows = lines[(lines["indicator"] == indicator) & lines["year"].notna()]
        ends = {int(year): by_area(part) for year, part in rows.groupby("year")}
        for area in ("hong-kong", "macao"):
            found.extend(_newest(indicator, area, ends))
    found.extend(_newest(STATIONS, "guangdong", station_years(stations, census)))
    return pd.DataFrame(found, columns=COMPARED).astype({"ahead": "object"})


def station_years(stations: pd.DataFrame, census: pd.DataFrame) -> dict[int, dict[str, pd.Series]]:
    """Return 5G base stations per 10,000 residents by year and place, where both are known.

    Each is the count nearest to the end of the year, no more than six months away.
    """
    residents = census.set_index("area")["value"]  # 10,000 persons
    if stations.empty:
        return {}
    per_head = stations.assign(value=stations["value"] / stations["area"].map(residents))
    per_head = per_head[per_head["value"].notna()]
    days = [last_day(period) for period in stations["period"]]
    years = range(min(days).year, max(days).year + 1)
    ends = {year: _at_year_end(per_head, year) for year in years}
    return {year: found for year, found in ends.items() if {"guangdong", "china"} <= set(found)}


def by_area(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the rows of one period by their areas."""
    return {row["area"]: row for _, row in rows.iterrows()}


_MADE = N_("In favour of the Bay Area's places are {n} comparisons: {which}.")
_TOO_FEW = N_("Fewer than three comparisons can be made: {total}.")
_ONE = N_("{place}: {what} ({year})")


def _at_year_end(rows: pd.DataFrame, year: int) -> dict[str, pd.Series]:
    end = date(year, 12, 31)
    away = rows["period"].map(lambda period: abs((last_day(period) - end).days)).astype("int64")
    near = rows[away <= HALF_YEAR]
    newest = away[near.index].groupby(near["area"]).idxmin()
    return by_area(near.loc[newest])


def _newest(indicator: str, area: str, ends: dict[int, dict[str, pd.Series]]) -> list[tuple]:
    common = [year for year, found in ends.items() if {area, "china"} <= set(found)]
    if not common:
        return []
    year = max(common)
    here, nation = ends[year][area], ends[year]["china"]
    spans = [span(row["value"], row["qualifier"]) for row in (here, nation)]
    values = [row[name] for row in (here, nation) for name in ("value", "qualifier")]
    return [(indicator, area, year, *values, above(*spans))]


def _by_rule(made: pd.DataFrame) -> str:
    favourable = int(made["ahead"].eq(True).sum())
    if len(made) < 3:
        return "not_testable"
    if favourable == COMPARISONS:
        return "supported"
    return "partly" if favourable else "contradicted"


def _because(made: pd.DataFrame, ahead: pd.DataFrame) -> Statement:
    if len(made) < 3:
        return Statement(_TOO_FEW, {"total": len(made)})
    which = [
        Statement(
            _ONE,
            {
                "place": Named("area", row.area),
                "what": Word(WHAT[row.indicator]),
                "year": Period(str(row.year)),
            },
        )
        for row in ahead.itertuples()
    ]
    return Statement(_MADE, {"n": Portion(len(ahead), len(made)), "which": Listed(which, ",")})
