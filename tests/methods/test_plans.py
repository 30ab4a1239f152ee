import numpy as np
import pandas as pd
import pytest

from digitalbay.methods.plans import diffusion_lags, plan_ratios, time_to_share

PLAN = pd.Series({"stations": 220.0, "users": 60.0, "days": 5.0, "pilots": 0.0})
OUTTURN = pd.Series({"stations": 242.0, "users": 48.0, "days": 4.0})


def test_ratios_gaps_and_progress():
    start = pd.Series({"stations": 120.0, "users": 60.0, "days": 9.0})
    floor = pd.Series({"stations": 1, "users": 1, "days": -1, "pilots": 1})
    table = plan_ratios(PLAN, OUTTURN, start, floor)
    assert table["ratio"].tolist()[:3] == pytest.approx([1.1, 0.8, 0.8])
    assert table["gap"].tolist()[:3] == [22, -12, -1]
    assert table["progress"].tolist() == pytest.approx([1.22, np.nan, 1.25, np.nan], nan_ok=True)
    assert table["met"].tolist() == [True, False, True, pd.NA]


def test_directions_and_baselines_may_be_mappings():
    series = pd.Series({name: 1 if i else -1 for i, name in enumerate(PLAN.index)})
    start = pd.Series(1.0, PLAN.index)
    given = plan_ratios(PLAN, OUTTURN, start, series)
    assert plan_ratios(PLAN, OUTTURN, start.to_dict(), series.to_dict()).equals(given)


def test_without_baseline_there_is_no_progress():
    assert plan_ratios(PLAN, OUTTURN)["progress"].isna().all()


ADOPTED = pd.Series(["2019-01-31", None, "2018-12-31", "2019-01-31"], index=["b", "d", "a", "c"])


def test_lags_count_from_the_first():
    table = diffusion_lags(ADOPTED)
    assert table.index.tolist() == ["a", "b", "c", "d"]
    assert table["lag"].tolist()[:3] == [0, 31, 31]
    assert table["order"].tolist()[:3] == [1, 2, 2]
    assert table["share"].tolist()[:3] == [0.25, 0.75, 0.75]
    assert table.loc["d"].isna().all()


def test_lags_may_count_from_another_event():
    assert diffusion_lags(ADOPTED, pd.Timestamp("2018-12-01"))["lag"].tolist()[:2] == [30, 61]


def test_units_that_have_not_adopted_count():
    assert time_to_share(ADOPTED) == 31
    assert time_to_share(ADOPTED, 0.25) == 0
    assert time_to_share(ADOPTED, 0.9) == np.inf


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plan_ratios(PLAN * np.nan, OUTTURN), "no plan for.*stations"),
        (lambda: plan_ratios(PLAN.head(1), OUTTURN), "without plan.*days.*users"),
        (lambda: plan_ratios(PLAN, OUTTURN, direction=PLAN), "unknown direction.*stations"),
        (lambda: diffusion_lags(ADOPTED[["d"]]), "no unit has adopted"),
        (lambda: diffusion_lags(pd.concat([ADOPTED, ADOPTED])), "duplicated unit"),
        (lambda: time_to_share(ADOPTED, 0), "share is above 0"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
