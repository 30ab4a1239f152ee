"""The robustness lab: an index whose weights the reader moves, and what its ranks are worth.

The page computes scores, ranks and intervals anew for every choice of weights; print, and a page
without scripts, show the result for the weights of the framework.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import altair as alt
import pandas as pd

from digitalbay.methods import Design, Framework, MonteCarlo, monte_carlo

from .chapter import Chapter
from .guarantees import spec_of
from .language import Words
from .mime import CHART, LAB
from .scope import measures_of, scope

# Share of the draws inside an interval.
LEVEL = 0.9


def robustness_lab(
    chapter: Chapter,
    data: pd.DataFrame,
    framework: Framework,
    design: Design,
    n: int,
    *,
    units: Mapping[str, str],
    indicators: Mapping[str, str],
    id: str,
    caption: str,
    finding: Callable[[MonteCarlo], str],
    uses: Sequence,
) -> None:
    """Publish an index whose weights the reader moves.

    Parameters
    ----------
    chapter : Chapter that shows it
    data : DataFrame, units × indicators, complete; empty, a card says that nothing was known
    framework : one level of indicators below the index
    design : errors of the data (relative) and noise of the weights; min-max over the units'
        own range, arithmetic mean; nothing else may vary, as the page does no more
    n : draws, here and in the page
    units, indicators : names in the language of the run, in the order to be shown
    id, caption, uses : as in `Chapter.figure`
    finding : what the ranks are worth for the weights as given, from their Monte Carlo run; it is
        the figure's title and its alternative text

    Raises
    ------
    ValueError
        Data with gaps, or a framework or design that the page can't follow.
    """
    if data.empty:
        unknown = chapter.words("Nothing is on record.")
        chapter.intervals(data, id=id, finding=unknown, caption=caption, uses=uses)
        return
    _check(data, framework, design)
    codes = list(indicators)
    table = data.loc[list(units), codes]
    run = monte_carlo(table, framework, design, n)
    result = _result(run, units)
    chart = spec_of(_chart(result, chapter.words, design.recipe.interval))
    record = {
        "units": list(units.values()),
        "indicators": list(indicators.values()),
        "directions": framework.directions[codes].tolist(),
        "weights": framework.effective_weights()[codes].tolist(),
        "data": table.to_numpy().tolist(),
        "interval": [float(end) for end in design.recipe.interval],
        "error": float(design.error),
        "noise": design.weight_noise,
        "level": LEVEL,
        "draws": n,
        "seed": design.seed,
        "chart": chart,
        "rows": _rows(table, result, indicators, chapter.words),
    }
    meta = chapter.described("figure", id, caption, uses, finding=finding(run))
    meta["scope"] = scope(measures_of(chart), uses[0], uses, chapter.words)
    words = chapter.words
    meta["alt"] = words("{kind}. {finding}", kind=words("Intervals"), finding=meta["finding"])
    chapter.publish_figure({LAB: record, CHART: chart}, meta)


def _check(data: pd.DataFrame, framework: Framework, design: Design) -> None:
    recipe = design.recipe
    followed = (
        design.normalisation == (recipe.normalise,) == ("minmax",)
        and design.aggregation == (recipe.aggregate,) == ("arithmetic",)
        and design.weights == ("framework",)
        and set(design.varied) <= {"data", "weights"}
        and design.error_scale == "relative"
        and isinstance(design.error, float)
        and recipe.lower is None
        and not recipe.treat
    )
    if not followed:
        raise ValueError(
            "the lab follows a design of min-max, arithmetic mean, one relative error and noise of "
            "the framework's weights only"
        )
    if framework.height() != 1:
        raise ValueError(f"the lab needs one level of indicators, got {framework.height()}")
    if data[framework.indicators].isna().any(axis=None):
        raise ValueError("the lab needs complete data")


def _result(run: MonteCarlo, units: Mapping[str, str]) -> pd.DataFrame:
    """Score and rank of each unit with their intervals."""
    tail = (1 - LEVEL) / 2
    ranks = run.rank_summary(LEVEL)
    return pd.DataFrame(
        {
            "unit": list(units.values()),
            "score": run.nominal.index,
            "low": run.scores.quantile(tail),
            "high": run.scores.quantile(1 - tail),
            "rank": ranks["nominal"],
            "rank_low": ranks["low"].round().astype(int),
            "rank_high": ranks["high"].round().astype(int),
        }
    )


def _chart(result: pd.DataFrame, words: Words, interval: tuple[float, float]) -> alt.TopLevelMixin:
    shown = result.assign(
        ranks=[
            words("rank {low}–{high}", low=low, high=high)
            for low, high in zip(result["rank_low"], result["rank_high"], strict=True)
        ]
    )
    base = alt.Chart(shown[["unit", "score", "low", "high", "ranks"]]).encode(
        y=alt.Y("unit:N", sort=list(result["unit"]), title=None)
    )
    scale = alt.Scale(domain=[0, interval[1]])
    x = alt.X("low:Q", scale=scale, title=words("Score"))
    return alt.layer(
        base.mark_rule(strokeWidth=6, opacity=0.35).encode(x=x, x2="high:Q"),
        base.mark_point(size=60).encode(x=alt.X("score:Q", scale=scale)),
        base.mark_text(align="left", dx=8, fontSize=11).encode(
            x=alt.X("high:Q", scale=scale), text="ranks:N"
        ),
    ).properties(width=540, height=alt.Step(26))


def _rows(
    table: pd.DataFrame, result: pd.DataFrame, indicators: Mapping[str, str], words: Words
) -> list[dict]:
    """The figure's table: indicators, score and rank of each unit."""
    columns = {
        "score": words("Score"),
        "low": words("Score, low"),
        "high": words("Score, high"),
        "rank_low": words("Rank, low"),
        "rank_high": words("Rank, high"),
    }
    head = result[["unit"]].rename(columns={"unit": words("City")})
    named = table.rename(columns=dict(indicators)).round(3)
    found = result[list(columns)].round(1).rename(columns=columns)
    return head.join(named).join(found).to_dict("records")
