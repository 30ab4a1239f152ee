"""Every claim of the ledger has its rule, and every rule its claim."""

import pytest

import digitalbay as db
from digitalbay import claims


def test_rules_and_claims_are_the_same():
    assert set(claims.RULES) == set(db.ledger()["claim"].str.lower())


def test_a_rule_is_found_by_its_claim():
    assert claims.decide("H2").because == claims.h2().because


def test_no_rule_is_told_with_those_there_are():
    with pytest.raises(AttributeError, match="no rule 'x9'; there are n1, n2"):
        claims.decide("X9")
