"""What was published is held once, says where it is from, and is compared strictly."""

from pathlib import Path

import pandas as pd
import pytest

from digitalbay.methods import published, told_apart

FOLDER = Path(published.__file__).parent
LISTS = {"answers", "works", "tables"}


def test_every_table_says_where_it_is_from():
    sources = pd.read_csv(FOLDER / "tables.csv", index_col="table")["source"]
    assert set(sources.index) == {path.stem for path in FOLDER.glob("*.csv")} - LISTS
    assert sources.str.len().min() > 0


def test_every_section_of_answers_cites_works():
    answers = pd.read_csv(FOLDER / "answers.csv")
    assert not answers.duplicated(["section", "en"]).any()
    assert answers.notna().all(axis=None)
    for section in answers["section"].unique():
        assert published.works(section)


def test_answers_that_stand_in_tables_are_found_by_unit():
    ranks = published.table("tai_ranks")
    computed = {f"TAI ranks, {name}": ranks[name].iloc[::-1] for name in ranks}
    computed["TAI ranks, equal weights"] = ranks["equal weights"] + 2
    answers = pd.read_csv(FOLDER / "answers.csv")
    others = answers.loc[answers["section"] == "aggregation", "en"]
    given = {name: computed.get(name, ranks["equal weights"] * 0) for name in others}
    for name in others[~others.isin(list(computed))]:
        text = answers.loc[answers["en"] == name, "expected"].item()
        table = text.removeprefix("=").split(": ")
        given[name] = (
            published.table(table[0])[table[1]]
            if text[0] == "="
            else [float(v) for v in text.split()]
        )
    found = published.compared("aggregation", given).set_index("en")
    assert found.loc["TAI ranks, equal weights", ["values", "within", "difference"]].tolist() == [
        23,
        0,
        2,
    ]
    assert (found["within"] == found["values"]).sum() == len(found) - 1


def test_an_answer_left_out_is_an_error():
    with pytest.raises(KeyError, match=r"plans: .*met: yes, no, yes"):
        published.compared("plans", {"ratios of outturn to plan": [1.1, 0.8, 0.8]})


def test_pairs_told_apart():
    above = pd.DataFrame([[0, 0.96, 0.5], [0.04, 0, 0.05], [0.5, 0.95, 0]])
    assert told_apart(above) == 2
    assert told_apart(above, 0.96) == 1
