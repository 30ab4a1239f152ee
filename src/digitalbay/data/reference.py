"""Areas, indicators, sources and their names: what the rows of other tables refer to."""

from collections.abc import Iterable

import pandas as pd

from digitalbay.data.errors import unknown
from digitalbay.data.package import Package, load
from digitalbay.data.recorder import recorded

SUFFIX = {"en": ("en",), "zh-Hans": ("zh",), "zh-Hant": ("zh_hant", "zh")}


@recorded
def areas(kind: str | None = None) -> pd.DataFrame:
    """Return the areas in their order, or those of one kind (city, sar, aggregate, province, …).

    Columns: area, name_en, name_zh, name_zh_hant, kind, gb_code, iso_3166, currency,
    members (slugs separated by spaces), order.

    >>> set(db.areas("city")["kind"])
    {'city'}
    """
    frame = load().table("areas").sort_values(["order", "area"], ignore_index=True)
    return frame if kind is None else frame[frame["kind"] == kind].reset_index(drop=True)


@recorded
def families(theme: str | None = None) -> pd.DataFrame:
    """Return the families of indicators, or those of one theme.

    Columns: family, name_en, name_zh, theme, main (the indicator that stands for the family),
    definition_en, definition_zh.

    >>> set(db.families("economy")["theme"])
    {'economy'}
    """
    return _of(load().table("families"), "theme", theme)


@recorded
def indicators(theme: str | None = None, *, family: str | None = None) -> pd.DataFrame:
    """Return the indicators, or those of one theme or family; KeyError for an unknown family.

    Columns: indicator, name_en, name_zh, definition_en, definition_zh, theme, family, unit, scale,
    direction, breaks (periods separated by spaces), single_fact (whether it has one observation),
    unit_en, unit_zh.

    >>> db.indicators().set_index("indicator").at["land_area", "unit_en"]
    'square kilometres'
    """
    units = load().table("units").set_index("unit")
    frame = load().table("indicators")
    known = load().positions("families", "family")
    if family is not None and family not in known:
        raise unknown("family", [family], known)
    frame["unit_en"] = frame["unit"].map(units["name_en"])
    frame["unit_zh"] = frame["unit"].map(units["name_zh"])
    return _of(_of(frame, "theme", theme), "family", family)


@recorded
def units() -> pd.DataFrame:
    """Return the units: unit, name_en, name_zh, minimum, maximum, integer.

    >>> db.units().columns.tolist()
    ['unit', 'name_en', 'name_zh', 'minimum', 'maximum', 'integer']
    """
    return load().table("units")


@recorded
def sources(keys: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Return the sources, or those named; KeyError if one is unknown.

    Columns: source, title, title_en, publisher, publisher_en (empty where the other is English,
    or a name that English keeps), document_no, published, address, kind, licence, grade, note,
    publisher_zh (empty where the publisher is named in Chinese, or has no Chinese name).

    >>> cited = db.observations("land_area")["source"]
    >>> set(db.sources(cited)["source"]) == set(cited)
    True
    """
    package = load()
    frame = package.once("sources with names", lambda: _with_names(package)).copy(deep=False)
    if keys is None:
        return frame
    positions = package.positions("sources", "source")
    wanted = {keys} if isinstance(keys, str) else set(keys)
    if lacking := sorted(wanted - positions.keys()):
        raise unknown("source", lacking, frame["source"])
    return frame.iloc[sorted(positions[key] for key in wanted)].reset_index(drop=True)


@recorded
def members(area: str) -> tuple[str, ...]:
    """Return the members of an aggregate, in the order of areas; KeyError if unknown.

    >>> [area for area in db.CITIES if db.members(area)]
    []
    """
    package = load()
    listed = set(_cell(package, "areas", "area", area, "members").split())
    in_order = package.once("areas in order", lambda: _in_order(package))
    return tuple(each for each in in_order if each in listed)


@recorded
def region(kind: str | None = None) -> tuple[str, ...]:
    """Return the members of the region the package is about, or those of one kind.

    The descriptor names the region; no code does.

    >>> db.region() == db.CITIES
    True
    """
    package = load()
    inside = members(package.about["digitalbay:region"])
    if kind is None:
        return inside
    return tuple(a for a in inside if _cell(package, "areas", "area", a, "kind") == kind)


@recorded
def label(kind: str, key: str, lang: str = "en") -> str:
    """Return the name of a row.

    kind: the identifying column of a table (area, indicator, family, unit, event, case, document,
    source).
    lang: en, zh-Hans or zh-Hant; where a table has no traditional Chinese, the simplified name is
    returned for the caller to convert. KeyError if the row is unknown.

    >>> db.label("indicator", "land_area"), db.label("indicator", "land_area", "zh-Hans")
    ('Land area', '土地面积')
    """
    package, table = load(), "families" if kind == "family" else f"{kind}s"
    stems = ("name", "title")
    names = [f"{stem}_{suffix}" for suffix in SUFFIX[lang] for stem in stems] + ["title"]
    columns = package.table(table).columns
    cells = (_cell(package, table, kind, key, name) for name in names if name in columns)
    return next((cell for cell in cells if cell), "")


@recorded
def version() -> str:
    """Return the version of the data package.

    >>> db.version().count(".")
    2
    """
    return load().version


@recorded
def created() -> str:
    """Return the date of the data package, an ISO day: nothing in it was published later.

    >>> len(db.created())
    10
    """
    return load().created.isoformat()


@recorded
def currencies() -> pd.DataFrame:
    """Return the currency of each area: area, currency (ISO 4217, or empty)."""
    return load().table("areas")[["area", "currency"]]


@recorded
def unit_of(indicator: str) -> str:
    """Return an indicator's unit; KeyError if it is unknown."""
    return _cell(load(), "indicators", "indicator", indicator, "unit")


def _with_names(package: Package) -> pd.DataFrame:
    frame = package.table("sources")
    names = package.table("publishers").set_index("publisher")["name_zh"]
    return frame.assign(publisher_zh=frame["publisher"].map(names).fillna(""))


def _in_order(package: Package) -> list[str]:
    return package.table("areas").sort_values(["order", "area"])["area"].tolist()


def _cell(package: Package, table: str, column: str, key: str, asked: str) -> str:
    positions = package.positions(table, column)
    if key not in positions:
        raise unknown(column, [key], positions)
    cells = package.once((table, column, asked), lambda: list(package.table(table)[asked]))
    return cells[positions[key]]


def _of(frame: pd.DataFrame, column: str, value: str | None) -> pd.DataFrame:
    return frame if value is None else frame[frame[column] == value].reset_index(drop=True)
