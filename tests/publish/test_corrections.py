"""The form for corrections, filled in for a figure."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import yaml

import digitalbay as db
from digitalbay.publish.nodes import FORM, correction

FORMS = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE"


def test_a_form_knows_the_figure_and_the_version_of_the_data():
    address = correction(
        "https://example.org/one/book/", "01-2-foundations/theil", "Theil's T & more"
    )
    parts = urlsplit(address)
    filled = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert parts.path == "/one/book/issues/new"
    assert filled["where"] == "01-2-foundations, figure theil: Theil's T & more"
    assert filled["version"] == f"Data package {db.data.version()}"
    form = yaml.safe_load((FORMS / FORM).read_text("utf-8"))
    assert filled["template"] == FORM
    assert {field["id"] for field in form["body"]} >= {"where", "version"}


def test_without_a_repository_there_is_no_form():
    assert correction("", "01-2-foundations/theil", "Theil's T") == ""
