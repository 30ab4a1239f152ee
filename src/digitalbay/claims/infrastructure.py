"""H1, T3 and T6: base stations, data centres and the internet of things."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

import digitalbay as db
from digitalbay.data.periods import last_day
from digitalbay.statements import (
    N_,
    Joined,
    Listed,
    Named,
    Period,
    Portion,
    Statement,
)

from .answers import every, leads, not_below, some
from .bounds import span
from .decision import Decision

COMPARED = ("guangdong", "beijing", "shanghai", "zhejiang", "jiangsu")
CENSUS = "2020-11-01"
YEARS = range(2019, 2026)
NEAR = timedelta(days=184)  # six months
CORES = ("guangzhou", "shenzhen", "hong-kong")
RACKS = "data_centre_racks"
THINGS = ("iot_companies", "iot_cellular_connections", "iot_terminals")
STAGES = ("perception", "network", "platform", "application")


def per_resident(stations: pd.DataFrame, census: pd.DataFrame) -> pd.DataFrame:
    """Return the stations of places in the census, with the number per 10,000 residents.

    stations, census: observations; the census counts in 10,000 persons. Column added: per_10k.
    """
    residents = census.set_index("area")["value"]
    known = stations[stations["area"].isin(residents.index)]
    return known.assign(per_10k=known["value"] / known["area"].map(residents).astype("float64"))


def at_year_end(density: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return each place's row nearest to the end of a year, no more than six months away.

    Column added: year_end.
    """
    end = date(year, 12, 31)
    away = density["period"].map(lambda period: abs((last_day(period) - end).days))
    near = density.assign(away=away.astype("int64"))[lambda rows: rows["away"] <= NEAR.days]
    chosen = near.loc[near.groupby("area")["away"].idxmin()]
    return chosen.drop(columns="away").assign(year_end=year)


def comparable_ends(density: pd.DataFrame, years: range = YEARS) -> pd.DataFrame:
    """Return the year-ends at which Guangdong and at least two other places have a value."""
    ends = [at_year_end(density, year) for year in years]
    kept = [end for end in ends if "guangdong" in set(end["area"]) and len(end) >= 3]
    return pd.concat(kept) if kept else density.head(0).assign(year_end=pd.Series(dtype="int64"))


def first_at(ends: pd.DataFrame, column: str) -> dict[int, bool | None]:
    """Tell for each year-end whether Guangdong is first by a column; None if bounds leave it open.

    ends: as `comparable_ends` returns them.
    """
    return {
        int(year): leads(
            {row["area"]: span(row[column], row["qualifier"]) for _, row in end.iterrows()},
            "guangdong",
        )
        for year, end in ends.groupby("year_end")
    }


def decide_h1(stations: pd.DataFrame, census: pd.DataFrame) -> Decision:
    """Decide H1: at year-ends, is Guangdong first in 5G base stations, in all and per resident?

    stations, census: observations of the places compared; the census is that of 2020.
    Facts: as `firsts` returns them.
    """
    facts = firsts(stations, census)
    years, ends = facts["years"], facts["ends"]
    answers = [*first_at(ends, "value").values(), *first_at(ends, "per_10k").values()]
    if len(years) < 2 or not {True, False} & {*answers}:
        verdict = "not_testable"
    elif every(answers):
        verdict = "supported"
    else:
        verdict = "contradicted" if some(answers) is False else "partly"
    return Decision(verdict, _on_year_ends(facts), [ends, census], facts)


def firsts(stations: pd.DataFrame, census: pd.DataFrame) -> dict[str, Any]:
    """Return at which year-ends Guangdong is first in 5G base stations, in all and per resident.

    stations, census: as in `decide_h1`. Keys: years (that can be compared), absolute, per_head
    (years in which it is surely first), undecided_absolute, undecided_per_head (years that bounds
    leave open), density and ends (frames of `per_resident` and `comparable_ends`).
    """
    density = per_resident(stations, census)
    ends = comparable_ends(density)
    absolute, per_head = first_at(ends, "value"), first_at(ends, "per_10k")
    return {
        "years": list(absolute),
        "absolute": _years(absolute, True),
        "per_head": _years(per_head, True),
        "undecided_absolute": _years(absolute, None),
        "undecided_per_head": _years(per_head, None),
        "density": density,
        "ends": ends,
    }


def h1(as_of: str | None = None) -> Decision:
    """Decide H1, on the lead in new infrastructure, as of a day."""
    stations = db.observations("base_stations_5g", areas=COMPARED, as_of=as_of)
    census = db.observations("population_census", areas=COMPARED, periods=CENSUS, as_of=as_of)
    return decide_h1(stations, census)


def decide_t3(racks: pd.DataFrame, areas: pd.DataFrame) -> Decision:
    """Decide T3: do Guangzhou, Shenzhen and Hong Kong have the most data-centre racks?

    racks: observations of racks by place, of which cities and special administrative regions
    are compared; areas: as `db.areas` returns them.
    Facts: year (compared, or None), cities (how many of the three are recorded at all), leaders.
    """
    cities = areas.loc[areas["kind"].isin(["city", "sar"]), "area"]
    racks = racks[racks["indicator"] == RACKS]
    places = racks[racks["area"].isin(cities)]
    by_year = places.groupby(places["period"].str[:4])["area"].agg(set)
    together = by_year[by_year.map({*CORES}.issubset).astype("bool")]
    full = together[together.map(len) >= 5]
    found = len({*CORES} & {*places["area"]})
    if full.empty:
        nothing: dict[str, object] = {"year": None, "cities": found, "leaders": []}
        return Decision("not_testable", _no_full_year(found, together), [racks], nothing)
    year = full.index.max()
    rows = places[places["period"].str[:4] == year]
    rows = rows.sort_values("period", key=lambda p: p.map(last_day), kind="stable")
    rows = rows.drop_duplicates("area", keep="last").sort_values("value", ascending=False)
    held = {row["area"]: span(row["value"], row["qualifier"]) for _, row in rows.iterrows()}
    others = [area for area in held if area not in CORES]
    answer = every(not_below(held[core], held[other]) for core in CORES for other in others)
    facts = {"year": year, "cities": found, "leaders": list(rows["area"].head(3))}
    verdict = {True: "supported", False: "contradicted", None: "not_testable"}[answer]
    return Decision(verdict, _on_the_leaders(facts, answer), [rows], facts)


def t3(as_of: str | None = None) -> Decision:
    """Decide T3, on the core of the data centres, as of a day."""
    return decide_t3(db.observations(RACKS, as_of=as_of), db.areas())


def decide_t6(things: pd.DataFrame) -> Decision:
    """Decide T6: are companies of the internet of things counted at every stage of its chain?

    things: observations for Guangdong of companies and connections (`THINGS`), and of companies
    by stage (``iot_companies_`` and one of `STAGES`); other indicators are left out.
    Facts: counts (how many observations), stages (those with a count).
    """
    by_stage = {f"iot_companies_{stage}": stage for stage in STAGES}
    counts = things[things["indicator"].isin([*THINGS, *by_stage])]
    stages = [stage for name, stage in by_stage.items() if name in set(counts["indicator"])]
    if len(stages) == len(STAGES):
        verdict = "supported"
    else:
        verdict = "partly" if len(counts) else "not_testable"
    words: dict[str, object] = {"n": len(counts)}
    if stages:
        form = N_(
            "Companies or connections of the internet of things in Guangdong: {n} counts "
            "recorded, by stage of the chain for {stages} stages."
        )
        words["stages"] = Portion(len(stages), len(STAGES))
    else:
        form = N_(
            "Companies or connections of the internet of things in Guangdong: {n} counts "
            "recorded, none by stage of the chain."
        )
    facts = {"counts": len(counts), "stages": stages}
    return Decision(verdict, Statement(form, words), [counts], facts)


def t6(as_of: str | None = None) -> Decision:
    """Decide T6, on the chain of the internet of things, as of a day."""
    wanted = {*THINGS, *(f"iot_companies_{stage}" for stage in STAGES)}
    known = [name for name in db.indicators()["indicator"] if name in wanted]
    return decide_t6(db.observations(known, areas="guangdong", as_of=as_of))


def _years(first: dict[int, bool | None], answer: bool | None) -> list[int]:
    return [year for year, found in first.items() if found is answer]


def _on_year_ends(facts: dict) -> Statement | Joined:
    decided = Statement(
        N_(
            "Comparable year-ends with at least three places: {years}. Guangdong is first in "
            "absolute number in {absolute}, per head in {per_head}."
        ),
        {name: _row(facts[name]) for name in ("years", "absolute", "per_head")},
    )
    open_years = {
        "undecided_absolute": N_("Bounds leave its place in absolute number open in {years}."),
        "undecided_per_head": N_("Bounds leave its place per head open in {years}."),
    }
    more = [
        Statement(form, {"years": _row(facts[name])})
        for name, form in open_years.items()
        if facts[name]
    ]
    return Joined([decided, *more]) if more else decided


def _no_full_year(found: int, together: pd.Series) -> Statement:
    if len(together):
        year = together.index.max()
        return Statement(
            N_(
                "Counts of racks in {year}, on one definition, are recorded for the three cities "
                "but only {n} places in all."
            ),
            {"year": Period(year), "n": len(together[year])},
        )
    return Statement(
        N_(
            "Counts of racks by place, on one definition, are recorded for {cities} cities, and "
            "in no year for all three."
        ),
        {"cities": Portion(found, len(CORES), "city")},
    )


def _on_the_leaders(facts: dict, answer: bool | None) -> Statement | Joined:
    places = Listed([Named("area", area) for area in facts["leaders"]], ",")
    leaders = Statement(
        N_("In {year} the three places with the most racks are {places}."),
        {"year": Period(facts["year"]), "places": places},
    )
    if answer is not None:
        return leaders
    return Joined([leaders, Statement(N_("Some counts are bounds that leave the order open."))])


def _row(years: list[int]) -> Listed:
    return Listed([Period(str(year)) for year in years], ",")
