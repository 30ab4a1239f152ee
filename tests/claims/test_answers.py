import pytest

from digitalbay.claims.answers import agreed, equals, every, leads, not_below, some
from digitalbay.claims.bounds import span


@pytest.mark.parametrize(
    ("answers", "all_yes", "any_yes"),
    [
        ([], True, False),
        ([True, True], True, True),
        ([True, None], None, True),
        ([False, None], False, None),
        ([True, False, None], False, True),
        ([False, False], False, False),
    ],
)
def test_what_is_undecided_is_neither_yes_nor_no(answers, all_yes, any_yes):
    assert every(answers) is all_yes
    assert some(answers) is any_yes


@pytest.mark.parametrize(
    ("answers", "said"),
    [([True, True], True), ([False], False), ([True, False], None), ([], None)],
)
def test_answers_agree_or_say_nothing(answers, said):
    assert agreed(answers) is said


@pytest.mark.parametrize(
    ("value", "qualifier", "answer"),
    [
        (10, "", True),
        (10, "about", True),
        (9, "", False),
        (9, "at_least", None),
        (11, "at_least", False),
        (11, "at_most", None),
        (9, "at_most", False),
    ],
)
def test_a_bound_equals_a_number_never_for_certain(value, qualifier, answer):
    assert equals(span(value, qualifier), 10) is answer


def test_equal_values_are_not_below_each_other():
    assert not_below(span(5), span(5)) is True
    assert not_below(span(4), span(5)) is False
    assert not_below(span(4, "at_least"), span(5)) is None
    assert not_below(span(5, "at_least"), span(5)) is True


@pytest.mark.parametrize(
    ("other", "answer"),
    [(span(9), True), (span(10), True), (span(11), False), (span(9, "at_least"), None)],
)
def test_who_leads_has_no_less_than_any_other(other, answer):
    assert leads({"one": span(10), "two": other, "three": span(1)}, "one") is answer
