"""Real growth less the nation's: of cities and of groups of them, before, in and after a report.

Tables are years × areas, in per cent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from digitalbay.methods.smalln import permutation_difference
from digitalbay.statements import N_, Listed, Statement, Word

from .series import exact

# First and last year: those of the rule of H4c, and what came after.
SPELLS = {"before": (2013, 2017), "report": (2018, 2022), "after": (2023, 2026)}
ERRORS = 2  # standard errors within which two groups are level
SEEN = 2.8  # standard errors that a test at 5 per cent sees four times in five
Groups = Mapping[str, Sequence[str]]
STANDS = {"behind": N_("behind"), "level": N_("about level"), "ahead": N_("ahead")}
PACE = {
    "ahead": N_("The nine stayed ahead of the nation"),
    "level": N_("The nine lost their lead over the nation"),
    "behind": N_("The nine fell behind the nation"),
}


def by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Return exact yearly values of one indicator as a table."""
    yearly = exact(rows).dropna(subset=["year"])
    table = yearly.pivot(index="year", columns="area", values="value")
    return table.set_axis(table.index.astype("int64"))


def per_head(growth: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return real growth per head: that of GDP over that of the mean population.

    growth, population: tables; population at year-ends, of which that of a year and of the one
    before make the mean.
    """
    ends = population.reindex(sorted({year + n for year in population.index for n in (0, 1)}))
    people = ends.rolling(2).mean().pct_change(fill_method=None)
    people = people.reindex(index=growth.index, columns=growth.columns)
    return 100 * ((1 + growth / 100) / (1 + people) - 1)


def less(growth: pd.DataFrame, nation: pd.Series) -> pd.DataFrame:
    """Return growth less the nation's, in points, in the years that both have."""
    return growth.sub(nation.dropna(), axis=0).dropna(how="all")


def spells(ahead: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Return each group's mean in each spell, over years of which every city of all is on record.

    ahead: table of `less`. Columns: group, spell, period (of those years, "2014/2016"), years, n
    (cities), mean (over cities of their means over years), se (standard error over cities), stands
    (ahead of the nation, level or behind, as `standing` says).
    """
    whole = _complete(ahead, groups)
    lines = []
    for spell, (start, end) in SPELLS.items():
        years = whole[(whole.index >= start) & (whole.index <= end)]
        for group, cities in groups.items() if len(years) else ():
            each = years[list(cities)].mean()
            when = span_of(years.index)
            found = (each.mean(), each.sem())
            lines.append((group, spell, when, len(years), len(each), *found, standing(*found)))
    names = ["group", "spell", "period", "years", "n", "mean", "se", "stands"]
    return pd.DataFrame(lines, columns=names).astype({"mean": "float64", "se": "float64"})


def yearly(ahead: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Return each group's mean of each year, with `ERRORS` standard errors to either side.

    ahead: as in `spells`. Columns: period, year, group, value, low, high.
    """
    whole = _complete(ahead, groups)
    lines = []
    for group, cities in groups.items():
        each = whole[list(cities)]
        mean, reach = each.mean(axis=1), ERRORS * each.sem(axis=1)
        values = zip(whole.index, mean, mean - reach, mean + reach, strict=True)
        lines += [(str(year), year, group, *value) for year, *value in values]
    names = ["period", "year", "group", "value", "low", "high"]
    return pd.DataFrame(lines, columns=names).astype(dict.fromkeys(names[3:], "float64"))


def by_place(ahead: pd.DataFrame, always: Collection[str]) -> pd.DataFrame:
    """Return each place's mean in each spell, over years of which some are all on record.

    ahead: as in `spells`; always: the places without which a year does not count. Columns: spell,
    area, points.
    """
    whole = ahead[ahead.reindex(columns=list(always)).notna().all(axis=1)]
    parts = {
        spell: whole[(whole.index >= start) & (whole.index <= end)].mean()
        for spell, (start, end) in SPELLS.items()
    }
    table = pd.DataFrame(parts).rename_axis("area").reset_index()
    return table.melt("area", var_name="spell", value_name="points").dropna(ignore_index=True)


def between(ahead: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Return the difference of two groups in each spell.

    ahead, groups: as in `spells`, two groups. Columns: spell, difference (first less second), se
    (of the difference), p (exact permutation of the cities), stands (as `standing` says), seen
    (the smallest difference that so few cities would show four times in five).
    """
    whole, table = _complete(ahead, groups), spells(ahead, groups)
    first, second = groups
    lines = []
    for spell, parts in table.groupby("spell", sort=False):
        start, end = SPELLS[spell]
        means = whole[(whole.index >= start) & (whole.index <= end)].mean()
        p = permutation_difference(means, means.index.to_series().isin(groups[first])).p
        by_group = parts.set_index("group")
        difference = by_group["mean"][first] - by_group["mean"][second]
        se = float(np.hypot(*by_group["se"]))
        lines.append((spell, difference, se, p, standing(difference, se), SEEN * se))
    names = ["spell", "difference", "se", "p", "stands", "seen"]
    numbers = dict.fromkeys(["difference", "se", "p", "seen"], "float64")
    return pd.DataFrame(lines, columns=names).astype(numbers)


def standing(value: float, error: float) -> str:
    """Tell whether a value is "ahead" of nothing, "behind" it, or "level" within its error."""
    if abs(value) <= ERRORS * error:
        return "level"
    return "ahead" if value > 0 else "behind"


def course(stands: Collection[str]) -> Statement | Listed | None:
    """Tell where a group stands in each spell, as `standing` says; of no spell there is nothing."""
    words = [Word(STANDS[each]) for each in stands]
    if len(set(words)) == 1:
        return Statement(_EACH_TIME, {"stands": words[0]})
    if len(words) > 2 and len(set(words[1:])) == 1:
        return Statement(_SINCE, {"first": words[0], "then": words[1]})
    return Listed(words) if words else None


def pace(times: pd.DataFrame) -> Word | None:
    """Tell what became of the lead of the nine over the nation in the report's years.

    times: of `spells`, with a group "nine"; None if one of the two spells is not on record.
    """
    stood = times[times["group"] == "nine"].set_index("spell")["stands"]
    if not {"before", "report"} <= set(stood.index):
        return None
    return Word(PACE[stood["report"]] if stood["before"] == "ahead" else _NO_LEAD)


_EACH_TIME = N_("{stands} each time")
_SINCE = N_("{first} at first and {then} since")
_NO_LEAD = N_("The nine did not lead the nation before")


def _complete(ahead: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    cities = [city for members in groups.values() for city in members]
    return ahead.reindex(columns=cities).dropna()


def span_of(years: Collection) -> str:
    """Return the period from the first to the last of years in order, "2014/2016"."""
    years = list(years)
    return f"{years[0]}" if years[0] == years[-1] else f"{years[0]}/{years[-1]}"
