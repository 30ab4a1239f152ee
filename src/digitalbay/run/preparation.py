"""What every chapter would import and do first, done once before its kernel is forked.

Of this package it imports only what every chapter does, so that the modules of a kernel still
tell what its notebook uses.
"""

# ruff: noqa: F401
from __future__ import annotations

import altair
import networkx
import pandas.io.formats.html
import scipy.optimize
import scipy.stats
import shapely.geometry

from digitalbay import data
from digitalbay.figures import Chapter, language, polygons


def prepare() -> None:
    """Do once what every kernel would do again: read the package, fill the libraries' caches."""
    # A package that is not as it was sealed is told by the command, before any kernel starts.
    observations = data.observations("population_year_end", areas=data.region())
    polygons(data.areas().query("kind == 'city'").head(1))
    language.to_traditional("数治湾区")
    base = altair.Chart(observations).encode(
        x="year:O", y="value", color="area:N", tooltip="period"
    )
    altair.layer(base.mark_line(), base.mark_point(), base.mark_text()).facet("area:N").to_dict()
