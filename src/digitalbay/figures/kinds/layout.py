"""How layers become a chart: alone with lines of reference, or in panels beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ..columns import Column
from ..encodings import WIDTH
from ..theme import GREY


def laid_out(
    layers: Sequence[alt.Chart],
    data: pd.DataFrame,
    split: Column | None,
    *,
    whole: Mapping[str, Any],
    panel: Mapping[str, Any],
    columns: int,
    free: bool,
    reference: Mapping[str, float] | None = None,
    axis: str = "y",
    names: Column | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Return a chart of layers, or a panel for each value of ``split``.

    Parameters
    ----------
    layers : without data of their own
    data : what they draw
    split : category of the panels, if any
    whole, panel : width and height of the chart alone, and of a panel
    columns, free : panels beside each other, and whether each has its own axis of values
    reference : names and values of lines across the axis ``axis``; not in panels
    names : category along the other axis; panels that lack some of them show their own
    """
    if split is None:
        marks = [*layers, *_reference(reference or {}, axis)]
        return alt.layer(*marks, data=data, **whole)
    order = [value for value in split.names if value in set(data[split.name])]
    facet = alt.Facet(
        f"{split.name}:N", title=None, sort=order, header=alt.Header(labelAnchor="start")
    )
    chart = alt.layer(*layers, data=data, **panel)
    faceted = chart.facet(facet=facet, columns=columns, spacing=18)
    own = [axis] if free else []
    if names and has_own(data, split, names):
        own.append("x" if axis == "y" else "y")
    apart: dict[str, Any] = dict.fromkeys(own, "independent")
    return faceted.resolve_scale(**apart) if own else faceted


def has_own(data: pd.DataFrame, split: Column, names: Column) -> bool:
    """Tell whether some panel lacks names that others have, so that each shows its own."""
    each = data.groupby(split.name)[names.name].nunique()
    return bool(each.min() < data[names.name].nunique())


def panel_width(columns: int, margin: float = 42) -> int:
    """Return the width of one of several panels that stand beside each other."""
    return int((WIDTH - columns * margin) / columns)


def _reference(values: Mapping[str, float], axis: str) -> list[alt.Chart]:
    """Dashed lines at values, each with its name."""
    if not values:
        return []
    frame = pd.DataFrame({"name": list(values), "at": [float(v) for v in values.values()]})
    base = alt.Chart(frame)
    place = alt.X("at:Q") if axis == "x" else alt.Y("at:Q")
    rule = base.mark_rule(strokeDash=[4, 3]).encode(place, color=alt.ColorValue(GREY))
    start = {"y": alt.YValue(0)} if axis == "x" else {"x": alt.XValue(4)}
    text = base.mark_text(fontSize=11, dy=-6, align="left")
    return [rule, text.encode(place, text=alt.Text("name:N"), **start)]
