"""What a sound package must hold beyond types and keys.

Each check takes a package whose files are already well formed and returns the problems it finds.
Nothing here knows the region: what is particular to it (sums that must agree, hosts that may be
cited) stands in tables of the package.
"""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from digitalbay.data.bilingual import bilingual
from digitalbay.data.consistency import AGREEMENTS, releases
from digitalbay.data.descriptor import NAME, OBSERVATIONS, Resource
from digitalbay.data.errors import Problem
from digitalbay.data.metadata import described, measured
from digitalbay.data.package import Package, read
from digitalbay.data.periods import first_day, last_day, span
from digitalbay.data.plausibility import peaks, spikes, steps
from digitalbay.data.registered import registered
from digitalbay.data.relations import relations

Check = Callable[[Package], list[Problem]]
DATED = {
    "documents": ("issued", "effective", "horizon_start", "horizon_end"),
    "events": ("date",),
    "sources": ("published",),
    "rules": ("dated",),
    "expectations": ("period", "since", "due", "registered"),
    "releases": ("first",),
    "release_dates": ("period", "published"),
}
PAST = {"documents": "issued", "events": "date", "sources": "published", "rules": "dated"}
PAST |= {"expectations": "registered", "release_dates": "published"}
PAST |= {"cases": "year", "terms": "year", "top500": "list"}
"""Columns whose dates are those of something that has happened."""
SERIES = ["indicator", "area"]


def inspect(
    root: Path, sealed: bool = True, day: date | None = None
) -> tuple[Package | None, list[Problem]]:
    """Read a package and check it in depth; the package is None if it cannot be read.

    `day` becomes the date of the package returned, unless it is earlier: a clock that runs behind
    must not make rows look like the future.
    """
    package, problems = read(root, sealed)
    if package is None:
        return None, problems
    if day:
        raw = package.descriptor.raw
        raw["created"] = max(raw.get("created", ""), f"{day.isoformat()}T00:00:00Z")
    if sealed and (problems := measured(package)):
        return package, problems
    # A later check may count on an earlier one: dates that do not parse cannot be put in order.
    for stage in STAGES:
        problems = [problem for check in stage for problem in check(package)]
        if problems:
            return package, problems
    return package, []


def periods(package: Package) -> list[Problem]:
    """Every date and period exists: no 30 February, no period that ends before it starts."""
    columns: dict[str, tuple[str, ...]]
    columns = dict.fromkeys(_valued(package), ("period", "published"))
    columns |= {name: cols for name, cols in DATED.items() if name in package.texts}
    problems = []
    for name, cols in columns.items():
        for column in cols:
            texts = package.texts[name][column]
            bad = {text for text in texts.unique() if text and not _parses(text)}
            cells = texts[texts.isin(bad)]
            problems += _at(package, name, column, cells.items(), "a date that exists")
    starts = package.texts["indicators"]["breaks"].str.split().explode().dropna()
    bad = starts[[not _parses(text) for text in starts]]
    return problems + _at(package, "indicators", "breaks", bad.items(), "dates that exist")


def ranges(package: Package) -> list[Problem]:
    """Every value lies in the range of its indicator's unit, whole where the unit is whole."""
    units = package.files["units"].set_index("unit")
    unit_of = package.files["indicators"].set_index("indicator")["unit"]
    problems = []
    for name in _valued(package):
        frame, texts = package.files[name], package.texts[name]["value"]
        unit = frame["indicator"].map(unit_of)
        low, high = (
            unit.map(units[column].to_dict()).astype("float64") for column in ("minimum", "maximum")
        )
        whole = unit.map(units["integer"].to_dict()).astype("bool")
        value = frame["value"]
        outside = (value < low) | (value > high)
        broken = whole & (value % 1 != 0)
        for row in frame.index[outside]:
            expected = f"{low[row]:.15g} to {high[row]:.15g} {unit[row]}"
            problems += _at(package, name, "value", [(row, texts[row])], expected)
        problems += _at(package, name, "value", texts[broken & ~outside].items(), "a whole number")
    return problems


def scales(package: Package) -> list[Problem]:
    """An ordinal indicator has a unit of whole numbers."""
    whole = package.files["units"].set_index("unit")["integer"].to_dict()
    table = package.files["indicators"]
    ordinal = table[table["scale"] == "ordinal"]
    wrong = ordinal["unit"][~ordinal["unit"].map(whole).astype("bool")]
    return _at(package, "indicators", "unit", wrong.items(), "a unit of whole numbers")


def vintages(package: Package) -> list[Problem]:
    """Nothing is published before its period starts, or after the date of the package."""
    try:
        created = package.created
    except (KeyError, TypeError, ValueError):
        return [Problem(NAME, None, "created", None, "the date of the package")]
    problems = []
    for name in _valued(package):
        texts = package.texts[name]
        problems += _future(package, name, "published", created)
        if name in _observations(package):
            early = [
                (row, published)
                for row, period, published in texts[["period", "published"]].itertuples()
                if last_day(published) < first_day(period)
            ]
            problems += _at(package, name, "published", early, "a date after the period starts")
    for name in package.texts.keys() & PAST.keys():
        problems += _future(package, name, PAST[name], created)
    return problems + _order(package)


def files(package: Package) -> list[Problem]:
    """Rows are in the order of their key, and observations in the file of their theme."""
    theme = package.texts["indicators"].set_index("indicator")["theme"]
    problems = []
    for resource in package.descriptor.resources:
        texts = package.texts[resource.name]
        keys = list(texts[resource.key].itertuples(index=False, name=None))
        for above, key, row in zip(keys, keys[1:], texts.index[1:], strict=False):
            if key < above:
                where, cell = "+".join(resource.key), [(row, " ".join(key))]
                expected = f"rows in the order of {where}"
                problems += _at(package, resource.name, where, cell, expected)
        if resource.table == OBSERVATIONS:
            own = Path(resource.path).stem
            strange = texts["indicator"][texts["indicator"].map(theme) != own]
            expected = f"an indicator of the theme {own}"
            problems += _at(package, resource.name, "indicator", strange.items(), expected)
    return problems


def breaks(package: Package) -> list[Problem]:
    """A break that an indicator declares is marked in its rows (status B), and the reverse."""
    declared = package.texts["indicators"].set_index("indicator")["breaks"].str.split().to_dict()
    problems = []
    for name in _observations(package):
        texts = package.texts[name]
        for row, indicator, period in texts.loc[
            texts["status"] == "B", ["indicator", "period"]
        ].itertuples():
            if not any(_starts(period, start) for start in declared[indicator]):
                expected = f"a period at which {indicator} declares a break"
                problems += _at(package, name, "period", [(row, period)], expected)
    return problems + _unmarked(package, declared)


def references(package: Package) -> list[Problem]:
    """Every source, indicator, family and unit is used."""
    problems = []
    for name, column in (
        ("sources", "source"),
        ("indicators", "indicator"),
        ("families", "family"),
        ("units", "unit"),
    ):
        used = _used(package, column, name)
        idle = package.texts[name][column]
        idle = idle[~idle.isin(used)]
        problems += _at(package, name, column, idle.items(), "a row that another table uses")
    return problems


def addresses(package: Package) -> list[Problem]:
    """Addresses lead to hosts that the package vouches for, and every such host is used."""
    hosts = set(package.texts["hosts"]["host"])
    sources = package.texts["sources"]["address"]
    strange = [(row, url) for row, url in sources.items() if url and not _vouched(url, hosts)]
    problems = _at(package, "sources", "address", strange, "a host listed in hosts, or nothing")
    idle = hosts - {_listed(url, hosts) for url in sources}
    rows = package.texts["hosts"]["host"]
    problems += _at(package, "hosts", "host", rows[rows.isin(idle)].items(), "a host of a source")
    return problems


STAGES: tuple[tuple[Check, ...], ...] = (
    (periods,),
    (described, ranges, scales, vintages, files, breaks, references, addresses),
    AGREEMENTS,
    (releases,),
    (registered,),
    (relations, spikes, steps, peaks, bilingual),
)


def _at(
    package: Package, name: str, column: str, cells: Iterable[tuple[int, str]], expected: str
) -> list[Problem]:
    path = package.descriptor.resource(name).path
    return [Problem(path, int(row), column, value, expected) for row, value in cells]


def _observations(package: Package) -> list[str]:
    return [r.name for r in package.descriptor.resources if r.table == OBSERVATIONS]


def _valued(package: Package) -> list[str]:
    return _observations(package) + [name for name in ("targets",) if name in package.texts]


def _parses(text: str) -> bool:
    try:
        return bool(span(text))
    except ValueError:
        return False


def _future(package: Package, name: str, column: str, created: date) -> list[Problem]:
    texts = package.texts[name][column]
    late = {text for text in texts.unique() if text and first_day(text) > created}
    expected = f"a date not after the package's own, {created} ({NAME})"
    return _at(package, name, column, texts[texts.isin(late)].items(), expected)


def _order(package: Package) -> list[Problem]:
    """Return vintages of one observation whose order in time cannot be told."""
    expected, problems = "a day on which no other row publishes this observation", []
    for name in _observations(package):
        texts = package.texts[name]
        known = texts["published"].map({t: last_day(t) for t in texts["published"].unique()})
        keys = texts[[*SERIES, "period"]].assign(known=known)
        cells = texts["published"][keys.duplicated()]
        problems += _at(package, name, "published", cells.items(), expected)
    return problems


def _starts(period: str, start: str) -> bool:
    return first_day(period) >= first_day(start)


def _unmarked(package: Package, declared: dict[str, list[str]]) -> list[Problem]:
    """Return indicators with values on both sides of a break and no row marked B after it."""
    rows = pd.concat([package.texts[name] for name in _observations(package)])
    table = package.texts["indicators"]
    problems = []
    for line, indicator in table.loc[table["breaks"] != "", "indicator"].items():
        mine = rows[rows["indicator"] == indicator]
        marked = mine.loc[mine["status"] == "B", "period"]
        for start in declared[indicator]:
            after = mine["period"].map(lambda period, start=start: _starts(period, start))
            spliced = after.any() and not after.all()
            if spliced and not any(_starts(period, start) for period in marked):
                expected = "a row with status B where the new definition starts"
                problems += _at(package, "indicators", "breaks", [(line, start)], expected)
    return problems


def _used(package: Package, column: str, owner: str) -> set[str]:
    used: set[str] = set()
    for resource in package.descriptor.resources:
        if resource.name != owner and _refers(resource, column):
            used |= set(package.texts[resource.name][column])
    return used


def _refers(resource: Resource, column: str) -> bool:
    return any(column in link["fields"] for link in resource.schema.get("foreignKeys", []))


def _vouched(url: str, hosts: set[str]) -> bool:
    return _listed(url, hosts) is not None


def _listed(url: str, hosts: set[str]) -> str | None:
    """Return the listed host that an address belongs to: the host itself or its domain."""
    try:
        parts = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return None
    candidates = (".".join(parts[i:]) for i in range(len(parts)))
    return next((host for host in candidates if host in hosts), None)
