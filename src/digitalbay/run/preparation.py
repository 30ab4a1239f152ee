"""What the kernels of a project would each import and do first, done once before they are forked.

Of this package it imports only what every chapter does, so that the modules of a kernel still
tell what its notebook uses.
"""

from __future__ import annotations

import io
import os
import pkgutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from .imports import BOOK, early
from .project import Project

# For kernels and the process they are forked from: a matplotlib that has Chinese.
SETTINGS = {"MATPLOTLIBRC": str(Path(__file__).parents[1] / "figures" / "matplotlibrc")}


def steps() -> list[tuple[str, Callable[[], object]]]:
    """Return the imports, by name, and what comes after them; none outside a project.

    From then on the process is in the folder of the notebooks, whose settings libraries may read.
    """
    try:
        project = Project.find()
    except FileNotFoundError:
        return []
    os.chdir(project.notebooks)
    os.environ |= SETTINGS
    names = early(project)
    imports = [(name, partial(pkgutil.resolve_name, name)) for name in names if name != BOOK]
    book = [(BOOK, chapter)] if BOOK in names else []
    return [*book, *imports, ("a drawing", drawing)]


def chapter() -> None:
    """Do once what every chapter would do again: read the package, fill the libraries' caches."""
    import altair  # noqa: PLC0415 - for the book's notebooks only

    from digitalbay import data  # noqa: PLC0415
    from digitalbay.figures import Chapter, language, polygons  # noqa: F401, PLC0415

    # A package that is not as it was sealed is told by the command, before any kernel starts.
    package = data.load()
    indicator = package.table("observations")["indicator"].iat[0]
    _ = package.digests
    observations = data.observations(indicator, areas=data.region())
    polygons(data.areas().query("gb_code != '' and kind == 'city'").head(1))
    language.to_traditional("数据")
    base = altair.Chart(observations).encode(
        x="year:O", y="value", color="area:N", tooltip="period"
    )
    altair.layer(base.mark_line(), base.mark_point(), base.mark_text()).facet("area:N").to_dict()


def drawing() -> None:
    """Have matplotlib load its fonts and its parser of formulas, if notebooks draw with it."""
    if "matplotlib.pyplot" not in sys.modules:
        return
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure()
    figure.subplots().set_title("$x_0^2$")
    figure.savefig(io.BytesIO(), bbox_inches="tight")
