"""Sums that must agree: an aggregate with its parts, a total with its components, two prints.

Products too: output per head times heads is output.

Each row of the table `checks` states one relation; see the schema of that table. The total is a
number the row expects, or the observation of the total itself.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from digitalbay.data.errors import Problem
from digitalbay.data.package import Package
from digitalbay.data.queries import select

SAME = "*"
RELATIONS = {
    "equal": "within {:g} of",
    "at_most": "no more than {:g} above",
    "percent": "within {:g} % of",
    "product": "multiplied within {:g} % of",
}


def relations(package: Package) -> list[Problem]:
    """Return the rows of `checks` that do not hold, with both sums."""
    rows = select(package)
    problems = []
    for line, rule in package.files["checks"].iterrows():
        problems += _judge(package, line, rule, rows)
    return problems


def _judge(package: Package, line: int, rule: pd.Series, rows: pd.DataFrame) -> list[Problem]:
    path = package.descriptor.resource("checks").path
    problems, compared = [], 0
    for where, parts, total in _pairs(package, rule, rows):
        compared += 1
        if not _holds(rule["relation"], parts, total, rule["tolerance"]):
            relation = RELATIONS[rule["relation"]].format(rule["tolerance"])
            expected = f"{where}: parts {parts:.15g} {relation} {total:.15g}"
            problems.append(Problem(path, int(line), "tolerance", rule["check"], expected))
    if not compared:
        expected = "observations of the total and of every part"
        problems.append(Problem(path, int(line), "check", rule["check"], expected))
    return problems


def _holds(relation: str, parts: float, total: float, tolerance: float) -> bool:
    if relation == "at_most":
        return parts - total <= tolerance + 1e-9
    relative = relation in ("percent", "product")
    allowed = tolerance * abs(total) / 100 if relative else tolerance
    return abs(parts - total) <= allowed + 1e-9


def _pairs(
    package: Package, rule: pd.Series, rows: pd.DataFrame
) -> Iterator[tuple[str, float, float]]:
    """Yield each sum, or product, of parts that is complete with its total."""
    factor = 1 if pd.isna(rule["factor"]) else rule["factor"]
    indicators = rule["part_indicators"].split() or [rule["indicator"]]
    group = ["source", "area", "period"] if rule["vintage"] == "same_source" else ["area", "period"]
    total = _total(package, rule, rows).groupby(group)["value"].last()
    # Asked once for all sums: each part by source or not, area, period and indicator.
    parts = rows[rows["indicator"].isin(indicators)].groupby([*group, "indicator"])["value"]
    held = (parts.first() if rule["vintage"] == "first" else parts.last()).to_dict()
    for key, wanted in total.items():
        *source, area, period = key
        areas = [area] if rule["area"] == SAME else _members(package, area)
        names = product(sorted(indicators), sorted(areas))
        values = [held.get((*source, each, period, indicator)) for indicator, each in names]
        if None not in values:
            joined = np.prod(values) if rule["relation"] == "product" else np.sum(values)
            yield " ".join(key), float(joined) * factor, float(wanted)


def _total(package: Package, rule: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    periods = rule["periods"].split()
    if pd.notna(rule["expected"]) and rule["area"] != SAME:
        stated = {"source": rule["source"], "area": rule["area"], "value": rule["expected"]}
        return pd.DataFrame([stated | {"period": period} for period in periods])
    mine = rows[rows["indicator"] == rule["indicator"]]
    if rule["area"] != SAME:
        mine = mine[mine["area"] == rule["area"]]
    if rule["source"]:
        mine = mine[mine["source"] == rule["source"]]
    if pd.notna(rule["expected"]):
        mine = mine.assign(value=rule["expected"])
    return mine[mine["period"].isin(periods)] if periods else mine


def _members(package: Package, area: str) -> list[str]:
    table = package.texts["areas"].set_index("area")
    return table.loc[area, "members"].split()
