"""Every code that the data package uses has a name for readers."""

import digitalbay as db
from digitalbay.figures.coded import INDICATOR_THEMES, SOURCE_KINDS


def test_every_kind_of_source_and_theme_of_indicator_has_a_name():
    assert set(db.sources()["kind"]) <= set(SOURCE_KINDS)
    assert set(db.indicators()["theme"]) <= set(INDICATOR_THEMES)
