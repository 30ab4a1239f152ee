"""H1, T3 and T6: base stations, data centres and the internet of things."""

from __future__ import annotations

import pandas as pd

import digitalbay as db
from digitalbay.claims.answers import every, leads, not_below
from digitalbay.claims.bounds import Span, above, span
from digitalbay.claims.decision import Decision
from digitalbay.claims.infrastructure import (
    CENSUS,
    COMPARED,
    RACKS,
    THINGS,
    comparable_ends,
    per_resident,
)
from digitalbay.claims.readings import read
from digitalbay.statements import N_, Joined, Listed, Number, Period, Statement

from .common import lack_of, verdict_of

YEARS = range(2019, 2023)
PLACES = (4, 3, 1)  # per head among the five: lenient, the middle one, first
HALF = (0.4, 0.5, 0.6)
RECENT = ("2018", "2022")


def h1(as_of: str | None = None) -> Decision:
    """Does new infrastructure lead? See `decide_h1`."""
    areas = [*COMPARED, "china"]
    stations = db.observations("base_stations_5g", areas=areas, as_of=as_of)
    census = db.observations("population_census", areas=areas, periods=CENSUS, as_of=as_of)
    return decide_h1(stations, census)


def decide_h1(stations: pd.DataFrame, census: pd.DataFrame) -> Decision:
    """First in number, and per head in the upper half of the five and above the nation?

    At the year-ends of 2019 to 2022 at which Guangdong and at least two others are known.

    Facts: years, newest (the last with a certain place), and of that year-end number, per_head,
    above_nation (whether each holds, None if bounds leave it open or the nation is not known),
    place (per head, or None) and of (how many places).
    """
    density = per_resident(stations, census)
    ends = comparable_ends(density[density["area"] != "china"], YEARS)
    nation = density[density["area"] == "china"]
    years = sorted({int(year) for year in ends["year_end"]})
    held = {year: _held(ends[ends["year_end"] == year], nation, year) for year in years}

    def judge(place: float) -> str:
        if len(years) < 2:
            return "not_testable"
        answers = [
            answer
            for found in held.values()
            for answer in (found["number"], every([_within(found, place), found["above_nation"]]))
        ]
        return verdict_of(answers)

    placed = [year for year in years if held[year]["place"] is not None]
    newest = max(placed or years, default=None)
    last = (
        held[newest]
        if newest is not None
        else dict.fromkeys(("number", "above_nation", "place", "of"))
    )
    places = [held[year]["place"] for year in placed]
    facts = {"years": years, "newest": newest, **last}
    facts["per_head"] = _within(last, PLACES[1]) if years else None
    readings = read(PLACES, judge, (max(places),) if places else ())
    because = _because_h1(facts)
    return Decision(judge(PLACES[1]), because, [ends, nation, census], facts, "open", readings)


def _held(end: pd.DataFrame, nation: pd.DataFrame, year: int) -> dict:
    """Return what holds at a year-end, and between which places Guangdong is per head."""
    number = {row.area: span(row.value, row.qualifier) for row in end.itertuples()}
    heads = {row.area: span(row.per_10k, row.qualifier) for row in end.itertuples()}
    own = heads.pop("guangdong")
    better = [above(other, own) for other in heads.values()]
    low, high = 1 + better.count(True), 1 + better.count(True) + better.count(None)
    same = nation[nation["period"].eq(str(year))]
    beats = (
        None if same.empty else above(own, span(same["per_10k"].iloc[0], same["qualifier"].iloc[0]))
    )
    return {
        "number": leads(number, "guangdong"),
        "above_nation": beats,
        "place": low if low == high else None,
        "of": len(better) + 1,
        "low": low,
        "high": high,
    }


def _within(found: dict, place: float) -> bool | None:
    # Where fewer than five are known, a place counts as it would among five.
    if found["high"] <= place and found["of"] >= place:
        return True
    return False if found["low"] > place else None


def t3(as_of: str | None = None) -> Decision:
    """Are Guangzhou, Shenzhen and Hong Kong the core of the data centres? See `decide_t3`."""
    areas = ["guangdong", "guangzhou", "shenzhen"]
    return decide_t3(db.observations(RACKS, areas=areas, as_of=as_of))


def decide_t3(racks: pd.DataFrame) -> Decision:
    """Do Guangzhou and Shenzhen hold at least half of Guangdong's racks?

    Hong Kong counts megawatts; it is not compared, so that more than "partly" is not reached.

    Facts: year (the newest with all three, or None), share (or None).
    """
    table = {(row.area, row.period[:4]): row for row in racks.itertuples()}
    wanted = ("guangzhou", "shenzhen", "guangdong")
    years = [y for a, y in table if a == "guangdong" and all((w, y) in table for w in wanted)]
    year = max(years, default=None)
    share = None
    if year:
        one, other, whole = (span(table[a, year].value, table[a, year].qualifier) for a in wanted)
        share = Span((one.low + other.low) / whole.high, (one.high + other.high) / whole.low)

    def judge(least: float) -> str:
        enough = None if share is None else not_below(share, span(least))
        return {True: "partly", False: "contradicted", None: "not_testable"}[enough]

    facts = {"year": year, "share": None if share is None else share.low}
    found = (share.low,) if share and share.low == share.high else ()
    if share is None:
        because = Statement(_NO_RACKS)
    else:
        told = {"year": Period(year), "share": Number(100 * share.low, ".0f")}
        because = Statement(_RACKS, told)
    readings = read(HALF, judge, found) if share else None
    lack = "unfound" if share is None else "open"
    return Decision(judge(HALF[1]), because, [racks], facts, lack, readings)


def t6(as_of: str | None = None) -> Decision:
    """Has Guangdong a chain of the internet of things? See `decide_t6`."""
    known = [name for name in db.indicators()["indicator"] if name in THINGS]
    areas = ["guangdong", "china"]
    gdp = db.observations("gdp_current_prices", areas=areas, as_of=as_of)
    return decide_t6(db.observations(known, areas=areas, as_of=as_of), gdp)


def decide_t6(things: pd.DataFrame, gdp: pd.DataFrame) -> Decision:
    """Is Guangdong's share of companies or connections of 2018 to 2022 above its share of GDP?

    things: of Guangdong and the nation; gdp: of both at current prices. Each kind of count decides
    by its newest year for both.

    Facts: shares (indicator → share of the nation), gdp_shares (indicator → that of GDP).
    """
    shares, gross, answers = {}, {}, []
    for indicator, rows in things[things["period"].between(*RECENT)].groupby("indicator"):
        counts, outputs = _shares(rows), _shares(gdp)
        if common := sorted(set(counts) & set(outputs)):
            shares[indicator], gross[indicator] = counts[common[-1]], outputs[common[-1]]
            answers.append(above(counts[common[-1]], outputs[common[-1]]))
    told = [Number(100 * share.low, ".1f") for share in shares.values()]
    because = Statement(_THINGS, {"shares": Listed(told, ",")}) if told else Statement(_NO_THINGS)
    facts = {"shares": shares, "gdp_shares": gross}
    verdict, lack = verdict_of(answers), lack_of(answers)
    if verdict == "supported" and len(answers) < 2:
        verdict = "partly"
    return Decision(verdict, because, [things, gdp], facts, lack)


def _shares(rows: pd.DataFrame) -> dict[str, Span]:
    """Return Guangdong's share of the nation by whole year."""
    table = {(row.area, row.period): span(row.value, row.qualifier) for row in rows.itertuples()}
    return {
        year: Span(here.low / table["china", year].high, here.high / table["china", year].low)
        for (area, year), here in table.items()
        if area == "guangdong" and ("china", year) in table
    }


_FIRST = N_("At the end of {year} Guangdong is first in the number of 5G base stations.")
_NOT_FIRST = N_("At the end of {year} Guangdong is not surely first in the number of 5G stations.")
_PLACE = N_("Per head it ranks {place} among {of} places on record.")
_NO_PLACE = N_("Its place per head is left open by bounds.")
_ABOVE = N_("It is above the nation.")
_FEW = N_("Fewer than two year-ends of 2019 to 2022 can be compared.")
_RACKS = N_("In {year} Guangzhou and Shenzhen held {share} per cent of Guangdong's racks.")
_NO_RACKS = N_(
    "Racks of Guangzhou and Shenzhen are not on record for a year with Guangdong's; Hong Kong"
    " counts power and not racks."
)
_THINGS = N_("Guangdong's share of the nation, by newest count, in per cent: {shares}.")
_NO_THINGS = N_(
    "No count of companies or connections of the internet of things since 2018 is on record for"
    " Guangdong; those on record are older."
)


def _because_h1(facts: dict) -> Joined | Statement:
    if len(facts["years"]) < 2:
        return Statement(_FEW)
    told = {"year": Period(str(facts["newest"]))}
    parts = [Statement(_FIRST if facts["number"] else _NOT_FIRST, told)]
    if facts["place"] is None:
        parts.append(Statement(_NO_PLACE))
    else:
        parts.append(Statement(_PLACE, {"place": facts["place"], "of": facts["of"]}))
    if facts["above_nation"]:
        parts.append(Statement(_ABOVE))
    return Joined(parts)
