"""Facts: values computed once, which prose, findings and captions cite in any language.

Each function takes what the data may not hold: of nothing it makes a fact that is not known, so
that no chapter asks whether there are rows before it speaks.

Examples
--------
>>> rows = pd.DataFrame({
...     "indicator": "population", "area": "v", "period": ["2019", "2020"],
...     "value": [3.0, 1.5], "qualifier": ["", "at_least"]})
>>> number(None), period("2020-06"), years(rows)
(Number(value=None, form=',.10g', bound=''), Period(text='2020-06'), Period(text='2019/2020'))
>>> first(rows["value"]).value, last(rows["value"]).value, change(rows["value"]).value
(3.0, 1.5, -1.5)
>>> first_period(rows).text, last_period(rows).text
('2019', '2020')
>>> value_of(rows, ".1f")
Number(value=1.5, form='.1f', bound='at_least')
>>> list(latest("people", rows))
['people', 'people_at']
>>> list(ends("people", rows))
['people_first', 'people_first_at', 'people_last', 'people_last_at']
>>> list(each(latest, rows, {"people": "population"}))
['people', 'people_at']
>>> list(places("people", rows, ["v", "w-x"]))
['people_v', 'people_v_at', 'people_w_x', 'people_w_x_at']
>>> ranks({"place": number(9)})["place"]
Rank(value=9.0, form=',.0f', bound='')
>>> during(years(rows)).template
'from {span}'
>>> table = pd.DataFrame({"spell": ["early"], "mean": [2.0], "se": [0.5]})
>>> list(grid(table, {"mean": ".1f", "se": ".2f"}, spell=["early", "late"]))
['early', 'early_se', 'late', 'late_se']
>>> len(values(rows).items)
2
>>> leader(pd.Series({"v": 1.0, "w": 2.0}))
Named(kind='area', key='w')
>>> chosen(None, "rose", "did not rise"), by_sign(-1, "rose", "stood still", "fell")
(None, 'fell')
>>> of(rows, len).value
2.0
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import product
from types import MappingProxyType
from typing import Any

import pandas as pd

from digitalbay.claims.series import in_time
from digitalbay.statements import N_, Listed, Named, Number, Period, Rank, Statement

FORM = ",.10g"


def number(value: Any, form: str = FORM, *, bound: str = "") -> Number:
    """Return a number as a fact; None, NaN and NA are not known.

    Parameters
    ----------
    value : number or None
    form : Python format such as ",.1f"
    bound : "at_least", "at_most", "about" or "", as in the column ``qualifier``
    """
    known = value is not None and not pd.isna(value)
    return Number(float(value) if known else None, form, bound)


def first(values: pd.Series, form: str = FORM) -> Number:
    """Return the first value of a series that has one; a series knows no bounds."""
    return _at(values, 0, form)


def last(values: pd.Series, form: str = FORM) -> Number:
    """Return the last value of a series that has one; `value_of` keeps the bound of a row's."""
    return _at(values, -1, form)


def change(values: pd.Series, form: str = FORM) -> Number:
    """Return the last value less the first."""
    known = values.dropna()
    return number(known.iloc[-1] - known.iloc[0] if len(known) > 1 else None, form)


def period(text: object) -> Period:
    """Return a date or period as a fact; None, NaN and "" are not known."""
    return Period(None if text is None or pd.isna(text) or text == "" else str(text))


def first_period(rows: pd.DataFrame) -> Period:
    """Return the earliest of a frame's periods."""
    return period(rows["period"].min() if len(rows) else None)


def last_period(rows: pd.DataFrame) -> Period:
    """Return the latest of a frame's periods."""
    return period(rows["period"].max() if len(rows) else None)


def years(rows: pd.DataFrame) -> Period:
    """Return the years that a frame's periods span, "2015 to 2023"."""
    known = sorted(rows["period"].str[:4])
    return period(f"{known[0]}/{known[-1]}" if known else None)


def value_of(rows: pd.DataFrame, form: str = FORM, *, scale: float = 1) -> Number:
    """Return the value of a frame's last row, divided by ``scale``, with its bound."""
    if not len(rows):
        return Number(None, form)
    row = rows.iloc[-1]
    return number(row["value"] / scale, form, bound=row.get("qualifier", ""))


def latest(
    name: str, rows: pd.DataFrame, form: str = FORM, *, scale: float = 1
) -> dict[str, Number | Period]:
    """Return two facts of the row whose period ends last: ``name``, its value, and ``name_at``."""
    row = in_time(rows)[-1:]
    return {name: value_of(row, form, scale=scale), f"{name}_at": last_period(row)}


def ends(
    name: str, rows: pd.DataFrame, form: str = FORM, *, scale: float = 1
) -> dict[str, Number | Period]:
    """Return the facts of `latest` for the first and the last row, of one row those of the first.

    Their names end in ``_first``, ``_first_at``, ``_last`` and ``_last_at``.
    """
    ordered = in_time(rows)
    return latest(f"{name}_first", ordered[:1], form, scale=scale) | latest(
        f"{name}_last", ordered[1:], form, scale=scale
    )


def each(
    make: Callable[..., dict[str, Number | Period]],
    rows: pd.DataFrame,
    keys: Mapping[str, str],
    form: str = FORM,
    *,
    by: str = "indicator",
    scale: float = 1,
) -> dict[str, Number | Period]:
    """Return what `latest` or `ends` makes of each of several series, under the name of each.

    keys: name of a fact → what the column ``by`` holds in the rows of its series.
    """
    series = {name: rows[rows[by] == key] for name, key in keys.items()}
    made = (make(name, part, form, scale=scale) for name, part in series.items())
    return {name: fact for facts in made for name, fact in facts.items()}


def places(
    name: str,
    rows: pd.DataFrame,
    areas: Collection[str],
    form: str = FORM,
    *,
    of: Callable[..., dict] = latest,
) -> dict[str, Number | Period]:
    """Return the facts of `latest`, or of `ends`, for each area: ``name_hong_kong`` and so on."""
    keys = {f"{name}_{area.replace('-', '_')}": area for area in areas}
    return each(of, rows, keys, form, by="area")


def ranks(found: Mapping[str, Number | Period]) -> dict[str, Rank | Period]:
    """Return facts with their numbers as ranks, "9th" or "below 10th"."""
    return {
        name: Rank(fact.value, bound=fact.bound) if isinstance(fact, Number) else fact
        for name, fact in found.items()
    }


def during(span: Period) -> Statement:
    """Return when: "from 2014 to 2016" of a span of time, "in 2023" of a single one."""
    form = N_("from {span}") if span.text and "/" in span.text else N_("in {span}")
    return Statement(form, {"span": span})


def grid(table: pd.DataFrame, forms: Mapping[str, str], **keys: Collection[str]) -> dict:
    """Return a fact for each cell: ``nine_report`` of the first column, ``nine_report_se`` of se.

    Parameters
    ----------
    table : of numbers, with the columns of ``forms`` and those that ``keys`` name
    forms : format of each column; the first gives a fact its bare name, others end in their own
    keys : column → its values; each combination has its facts, which without a row are not known
    """
    rows = {tuple(row[name] for name in keys): row for row in table.to_dict("records")}
    bare, found = next(iter(forms)), {}
    for key in product(*keys.values()):
        name = "_".join(key).replace("-", "_")
        for column, form in forms.items():
            value = rows.get(key, {}).get(column)
            found[name if column == bare else f"{name}_{column}"] = number(value, form)
    return found


def values(
    rows: pd.DataFrame, form: str = FORM, *, each: str = N_("{place} {value} ({at})")
) -> Listed | None:
    """Return the values of rows with their bounds, places and periods: "Suzhou 2.0 (2018), …".

    each : template of one, with the placeholders place, value and at
    """
    told = [
        Statement(
            each,
            {
                "place": Named("area", row.area),
                "value": Number(row.value, form, row.qualifier),
                "at": Period(row.period),
            },
        )
        for row in rows.itertuples()
    ]
    return Listed(told, ",") if told else None


def leader(
    values: pd.Series,
    *,
    kind: str = "area",
    lowest: bool = False,
    called: Mapping[str, str] = MappingProxyType({}),
) -> Named | str | None:
    """Return the name of the row with the highest (or lowest) value; the index holds its key.

    called: what a sentence calls some of them, where that is not their name in a table.
    """
    known = values.dropna()
    if not len(known):
        return None
    key = str(known.idxmin() if lowest else known.idxmax())
    return called.get(key) or Named(kind, key)


def chosen(answer: bool | None, yes: str, no: str) -> str | None:
    """Return the words that an answer chooses, so that a sentence turns with its data.

    Of an undecided or unknown answer there are none: the fact reads "not on record".
    """
    if answer is None or pd.isna(answer):
        return None
    return yes if answer else no


def by_sign(difference: float, above: str, level: str, below: str) -> str | None:
    """Return the words that the sign of a difference chooses; none if it is not known."""
    if difference is None or pd.isna(difference):
        return None
    return above if difference > 0 else below if difference < 0 else level


def of(rows: pd.DataFrame, compute: Callable[[pd.DataFrame], object], form: str = FORM) -> Number:
    """Return what a function makes of the rows, or what is not known if there are none."""
    return number(compute(rows) if len(rows) else None, form)


def _at(values: pd.Series, place: int, form: str) -> Number:
    known = values.dropna()
    return number(known.iloc[place] if len(known) else None, form)
