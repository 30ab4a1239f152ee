"""Names of lines at their ends, in place of a legend."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from .. import encodings as enc
from ..columns import Column
from .names import apart

# The least distance of two names, in pixels.
LINE = 14


def end_names(
    frame: pd.DataFrame, group: Column, value: Column, height: int, years: bool
) -> list[alt.Chart]:
    """Return the names of lines at the right, apart from each other, each led to from its end."""
    at = "year" if years else "date"
    ends = frame.sort_values(at, kind="stable").groupby(group.name, sort=False).tail(1)
    ends = ends[[group.name, value.name, at]].assign(
        spread=_spread(ends[value.name], frame[value.name], value, height), last=frame[at].max()
    )
    present = [name for name in group.names if name in set(frame[group.name])]
    color = alt.Color(
        f"{group.name}:N",
        scale=alt.Scale(domain=present, range=enc.colors_of(group, frame, present)),
        legend=None,
    )
    utc: dict[str, Any] = {} if years else {"scale": alt.Scale(type="utc")}
    last = alt.X(f"last:{'Q' if years else 'T'}", **utc)
    x = enc.moment(True, frame) if years else alt.X("date:T", **utc)
    base = alt.Chart(ends).encode(color=color)
    lead = base.mark_rule(strokeDash=[1, 3], opacity=0.8).encode(
        x=x, y=enc.quantity(value, alt.Y), x2=alt.X2("last"), y2=alt.Y2("spread")
    )
    text = base.mark_text(align="left", dx=8, fontSize=12)
    names = text.encode(x=last, y=alt.Y("spread:Q"), text=alt.Text(f"{group.name}:N"))
    return [layer.properties(name=f"{enc.ENDS}-{n}") for n, layer in enumerate([lead, names])]


def _spread(ends: pd.Series, drawn: pd.Series, value: Column, height: int) -> list[float]:
    """Return values near those at the ends of lines, as far from each other as names are high."""
    inside = value.zero and not value.log and not value.reverse
    low, high = value.domain or (min(0, drawn.min()) if inside else drawn.min(), drawn.max())
    wanted = ends.astype("float")
    if value.log:
        low, high, wanted = np.log10(low), np.log10(high), np.log10(wanted)
    places = apart(list(wanted), LINE * (high - low) / height)
    return [10**place for place in places] if value.log else places
