"""Long tables and lists: what readers look for, filter and sort by stands in the address."""

import json
import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

import digitalbay as db
from digitalbay.figures.mime import RECORD

from .conftest import EDITIONS, HTML, ROOT, here

pytestmark = pytest.mark.browser
CASES = "notebooks/a1-cases.html"
LEDGER = "notebooks/a4-claims.html"
# Pages with a list, and what an entry of it is.
NAMES = {
    "en": ("Skip to the filters", "shenzhen", "Clear", "Copy link"),
    "zh-hans": ("跳到筛选", "深圳", "清除", "复制链接"),
    "zh-hant": ("跳到篩選", "深圳", "清除", "複製連結"),
}
LISTS = {
    "book/data/economy.html": ".db-dictionary > dt",
    "book/sources/statistics.html": ".db-source-list > dt",
}


def state(page):
    return {name: value for name, (value,) in parse_qs(urlsplit(here(page)).query).items()}


def rows(page, box=".db-filters"):
    return page.locator(f"{box} tbody tr:visible")


def choice(page, label):
    role = "searchbox" if label == "Search" else "combobox"
    return page.locator(".db-filters").get_by_role(role, name=label, exact=True)


@pytest.mark.parametrize("from_file", [False, True], ids=["http", "file"])
def test_cases_are_filtered_and_sorted_and_the_address_keeps_it(visit, from_file):
    page = visit(f"en/{CASES}", from_file=from_file)
    choice(page, "City").select_option("Shenzhen")
    choice(page, "Order").select_option("-Year")
    choice(page, "Search").fill("data")
    wanted = {"q": "data", "City": "Shenzhen", "order": "-Year"}
    assert state(page) == wanted
    said, found = here(page), rows(page).all_inner_texts()
    assert 0 < len(found) < len(db.cases(grades=None))
    heads = page.locator(".db-filters thead th").all_inner_texts()
    (year,) = [n for n, text in enumerate(heads, 1) if text.startswith("Year")]
    years = page.locator(f".db-filters tbody tr:visible td:nth-child({year})").all_inner_texts()
    assert years == sorted(years, reverse=True)
    page.goto("about:blank")
    page.goto(said)
    assert rows(page).all_inner_texts() == found
    # Each choice is a step back.
    choice(page, "Order").select_option("")
    choice(page, "City").select_option("")
    assert state(page) == {"q": "data"}
    for _ in range(2):
        page.go_back()
    assert state(page) == wanted
    assert rows(page).all_inner_texts() == found
    assert choice(page, "Order").input_value() == "-Year"
    page.get_by_role("button", name="Clear").click()
    assert state(page) == {}
    assert rows(page).count() == len(db.cases(grades=None))
    assert page.trouble == []


@pytest.mark.parametrize(("edition", "names"), NAMES.items())
def test_the_case_explorer_is_used_in_at_most_ten_tabs(visit, edition, names):
    skip, query, clear, link = names
    page = visit(f"{edition}/{CASES}")
    page.locator(".db-filters-tools").wait_for()
    focused = "() => (document.activeElement.closest('label') ?? document.activeElement).innerText"
    page.keyboard.press("Tab")
    tabs = 1
    assert page.evaluate(focused) == skip
    page.keyboard.press("Enter")
    page.keyboard.type(query)
    assert 0 < rows(page).count() < len(db.cases(grades=None))
    reached = []
    while not reached or reached[-1] != link:
        page.keyboard.press("Tab")
        tabs += 1
        reached.append(page.evaluate(focused).split("\n")[0])
        assert tabs <= 10, reached
    labels = page.locator(".db-filters-tools label").count()
    assert len(reached) == labels - 1 + 2
    assert clear in reached


def test_claims_by_verdict_and_chapter(visit):
    page = visit(f"en/{LEDGER}")
    table = rows(page)
    kinds = db.ledger()
    chapters = Counter(kinds["section"].str.partition(".")[0])
    assert table.count() == len(kinds)
    for chapter, n in chapters.items():
        choice(page, "Chapter of the report").select_option(chapter.capitalize())
        assert rows(page).count() == n
    choice(page, "Chapter of the report").select_option("")
    options = choice(page, "Verdict").locator("option").all_inner_texts()[1:]
    found = {}
    for verdict in options:
        choice(page, "Verdict").select_option(verdict)
        found[verdict] = rows(page).count()
        assert all(verdict in text for text in rows(page).all_inner_texts())
    assert sum(found.values()) == len(kinds)
    assert min(found.values()) > 0
    assert state(page) == {"Verdict": options[-1]}
    choice(page, "Verdict").select_option("")
    # In the order of the choices, not of their letters.
    choice(page, "Order").select_option("Verdict")
    shown = [
        text.strip() for text in page.locator(".db-filters tbody td:last-child").all_inner_texts()
    ]
    order = [next(n for n, name in enumerate(options) if text.startswith(name)) for text in shown]
    assert order == sorted(order)
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Verdict")
    page.locator("th .db-sort").first.click()
    assert state(page) == {"order": "Claim"}


@pytest.mark.parametrize("place", ["Zhuhai", "Hong Kong", "Guangdong", "Singapore"])
def test_claims_by_the_places_of_their_evidence(visit, place):
    records = records_of_claims()
    (area,) = db.areas().query("name_en == @place")["area"]
    wanted = {claim for claim, record in records.items() if area in record.get("areas", [])}
    assert 0 < len(wanted) < len(records)
    page = visit(f"en/{LEDGER}")
    choice(page, "Places of the evidence").select_option(place)
    found = page.locator(".db-filters tbody tr:visible td:first-child").all_inner_texts()
    assert {text.strip() for text in found} == wanted
    assert state(page) == {"Places of the evidence": place}


def records_of_claims():
    """Records of the verdicts in the notebooks as they are committed: claim → record."""
    found = {}
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                record = output.get("data", {}).get(RECORD, {})
                if record.get("kind") == "verdict":
                    found[record["claim"]] = record
    return found


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_of_a_city_shows_the_verdicts_whose_evidence_has_rows_of_it(visit, edition):
    page = visit(f"{edition}/notebooks/city-zhuhai.html")
    wanted = [c for c, record in records_of_claims().items() if "zhuhai" in record.get("areas", [])]
    links = page.locator(".db-brief + .db-strip a")
    assert sorted(links.all_inner_texts()) == sorted(wanted)
    links.first.click()
    page.wait_for_url("**#claim-*")
    assert page.locator(".db-verdict:target").count() == 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_ledger_speaks_its_language_and_fits_a_phone(visit, edition):
    page = visit(f"{edition}/{LEDGER}", viewport={"width": 360, "height": 800})
    tools = page.locator(".db-filters-tools").inner_text()
    if edition != "en":
        assert not re.search("[A-Za-z]{3,}", tools)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".db-filters-tools select").first.select_option(index=1)
    assert 0 < rows(page).count() < len(db.ledger())
    assert page.trouble == []


@pytest.mark.parametrize(("path", "entry"), LISTS.items(), ids=["dictionary", "sources"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_long_lists_are_filtered(visit, edition, path, entry):
    page = visit(f"{edition}/{path}")
    every = page.locator(entry).count()
    assert every > 100
    word = {"en": "software", "zh-hans": "软件", "zh-hant": "軟件"}[edition]
    if "sources" in path:
        word = {"en": "macao", "zh-hans": "澳门", "zh-hant": "澳門"}[edition]
    page.locator(".db-filters-tools input").fill(word)
    shown = page.locator(f"{entry}:visible")
    assert 0 < shown.count() < every
    told = re.findall(r"\d+", page.locator(".db-filters-status").inner_text())
    assert [int(n) for n in told] == [shown.count(), every]
    # With its definition; and no section stands empty.
    terms = shown.evaluate_all("terms => terms.map(term => term.nextElementSibling.hidden)")
    assert not any(terms)
    empty = """entry => [...document.querySelectorAll("article section section")]
        .filter(section => section.checkVisibility())
        .filter(section => ![...section.querySelectorAll(entry)].some(t => t.checkVisibility()))
        .map(section => section.id)"""
    assert page.evaluate(empty, entry) == []
    page.reload()
    assert page.locator(f"{entry}:visible").count() == shown.count()
    assert state(page) == {"q": word}


def test_families_are_filtered_by_theme(visit):
    page = visit("en/book/data/dictionary.html")
    choice(page, "Theme").select_option("Finance")
    assert rows(page).count() == len(db.families("finance"))


def test_without_scripts_and_in_print_tables_are_plain(visit):
    page = visit(f"en/{LEDGER}", java_script_enabled=False)
    assert page.locator(".db-filters-tools").count() == 0
    assert rows(page).count() == len(db.ledger())
    page = visit(f"en/{LEDGER}")
    page.emulate_media(media="print")
    assert not page.locator(".db-filters-tools").is_visible()


def test_only_pages_with_a_table_or_list_load_the_script():
    for path in (HTML / "en").rglob("*.html"):
        text = path.read_text("utf-8")
        assert ("filters.js" in text) == ('class="db-filters' in text), path.name
        assert text.count("/address.js") <= 1, path.name
