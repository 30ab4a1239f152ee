"""Who searches finds: forty queries in each language, with and without a server."""

import csv
import json
import re
from pathlib import Path

import pytest

from .conftest import EDITIONS, HTML, ROOT

pytestmark = pytest.mark.browser
QUERIES = list(
    csv.DictReader(Path(__file__).with_name("queries.csv").read_text("utf-8").splitlines())
)
FOUND = "#main-content .db-found"


def first_found(page, query, count=3):
    """Type a query into the page of results; return the addresses found first."""
    page.locator("#main-content input[name=q]").fill(query)
    page.wait_for_function(
        f"""query => document.querySelector("{FOUND}").dataset.asked === query""", arg=query
    )
    links = page.locator(f"{FOUND} li a")
    return [links.nth(n).get_attribute("href") for n in range(min(count, links.count()))]


@pytest.mark.parametrize("from_file", [False, True], ids=["http", "file"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_forty_queries_find_their_page_among_the_first_three(visit, edition, from_file):
    page = visit(f"{edition}/search.html", from_file=from_file)
    asked = [row for row in QUERIES if row["lang"] == edition]
    assert len(asked) == 40
    missed = {}
    for row in asked:
        found = first_found(page, row["query"])
        pages = [re.sub(rf"^.*/{edition}/|\.html.*$", "", address) for address in found]
        if not set(pages) & set(row["page"].split("|")):
            missed[row["query"]] = pages
    assert missed == {}
    assert page.trouble == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("query", ["broadband", "宽带", "寬頻", "寬帶"])
def test_a_family_is_found_before_its_members(visit, edition, query):
    page = visit(f"{edition}/search.html")
    addresses = first_found(page, query, 20)
    family = [n for n, address in enumerate(addresses) if address.endswith("#family-broadband")]
    members = [n for n, address in enumerate(addresses) if "#indicator-" in address]
    assert family
    assert family[0] < min(members, default=20)
    assert family[0] < 3


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_found_exists(visit, edition):
    page = visit(f"{edition}/search.html", from_file=True)
    for row in [row for row in QUERIES if row["lang"] == edition][:12]:
        for address in first_found(page, row["query"], 10):
            path, _, anchor = address.removeprefix(f"{HTML.as_uri()}/").partition("#")
            assert not anchor or f'id="{anchor}"' in (HTML / path).read_text("utf-8"), address


def test_nothing_of_the_search_is_loaded_before_it_is_asked(visit):
    page = visit("en/notebooks/05-conclusion.html")
    loaded = "() => performance.getEntriesByType('resource').map(entry => entry.name)"
    assert not [name for name in page.evaluate(loaded) if re.search("minisearch|search-data", name)]
    page.keyboard.press("Control+k")
    page.keyboard.type("supercomputers")
    page.locator('dialog .db-found[data-asked="supercomputers"] li').first.wait_for()
    first = page.locator("dialog .db-found li").first
    assert "Supercomputers" in first.inner_text()
    assert first.locator("mark").count() > 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/01-2-foundations.html#supercomputers-leading-the-world")


def test_excerpts_read_as_sentences(visit):
    page = visit("en/search.html?q=convergence")
    texts = page.locator(f"{FOUND} .db-found-text")
    texts.first.wait_for()
    for text in texts.all_inner_texts():
        assert re.fullmatch(r"…?[^\n{}`|]{8,}[.?!:…”)]", text.strip()), text


@pytest.mark.parametrize("edition", EDITIONS)
def test_code_is_not_searched(edition):
    text = (HTML / edition / "search-data.js").read_text("utf-8")
    notebook = json.loads((ROOT / "notebooks" / "01-2-foundations.ipynb").read_text("utf-8"))
    code = "".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")
    lines = [line.strip() for line in code.splitlines() if len(line.strip()) > 30]
    assert len(lines) > 50
    assert [line for line in lines if json.dumps(line)[1:-1] in text] == []
