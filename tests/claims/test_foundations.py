import pytest

import digitalbay as db
from digitalbay.claims import literacy, practice

from .frames import rows, together
from .registers import cases

SURVEY = "digital_literacy_adults_share"


def every_city(number, **changed):
    return dict.fromkeys(db.CITIES, number) | {
        name.replace("_", "-"): n for name, n in changed.items()
    }


@pytest.mark.parametrize(
    ("counts", "verdict", "below"),
    [
        (every_city(5), "partly", 0),
        (every_city(90), "partly", 0),
        (every_city(9, macao=4), "not_testable", 1),
        (every_city(9, macao=0, hong_kong=0), "not_testable", 2),
        ({}, "not_testable", 11),
        ({"beijing": 99}, "not_testable", 11),
    ],
)
def test_h2_asks_for_five_cases_in_every_city(counts, verdict, below):
    decision = practice.decide_h2(cases(counts), db.CITIES)
    assert decision.verdict == verdict
    assert decision.facts["below"] == below


def test_h2_leaves_out_cases_of_lower_grades():
    assert practice.decide_h2(cases(every_city(9), "C"), db.CITIES).verdict == "not_testable"


def surveyed(*found, indicator=SURVEY):
    return rows(*found, indicator=indicator)


NATION = ("china", "2024", 60)


@pytest.mark.parametrize(
    ("skills", "verdict"),
    [
        (surveyed(NATION, ("gba", "2024", 70)), "supported"),
        (surveyed(NATION, ("guangdong", "2024", 61, "at_least")), "supported"),
        (surveyed(NATION, ("gba", "2024", 50)), "contradicted"),
        (surveyed(NATION, ("shenzhen", "2024", 50)), "contradicted"),
        (surveyed(NATION, ("gba", "2024", 50, "at_least")), "not_testable"),
        (surveyed(NATION, ("gba", "2024", 60)), "not_testable"),
        (surveyed(NATION, ("gba", "2022", 70)), "not_testable"),
        (surveyed(NATION, ("beijing", "2024", 70)), "not_testable"),
        (surveyed(NATION), "not_testable"),
        (rows(indicator=SURVEY), "not_testable"),
    ],
)
def test_h3_needs_one_instrument_here_and_in_the_nation(skills, verdict):
    assert literacy.decide_h3(skills, db.CITIES).verdict == verdict


def test_h3_never_mixes_two_instruments():
    other = "digital_literacy_minors_share"
    skills = together(surveyed(NATION), surveyed(("gba", "2024", 70), indicator=other))
    assert literacy.decide_h3(skills, db.CITIES).verdict == "not_testable"


def test_h3_takes_the_newest_survey_and_the_widest_area():
    skills = surveyed(
        ("china", "2022", 60),
        ("gba", "2022", 50),
        ("china", "2024", 60),
        ("shenzhen", "2024", 50),
        ("guangdong", "2024", 70),
    )
    decision = literacy.decide_h3(skills, db.CITIES)
    assert decision.verdict == "supported"
    assert list(decision.facts["surveys"]["area"]) == ["gba", "guangdong"]
    assert decision.facts["here"].value == 70


def test_the_data_decide_as_published():
    assert practice.h2().verdict == "partly"
    assert literacy.h3().verdict == "not_testable"
    assert literacy.h3("2015-12-31").verdict == "not_testable"
