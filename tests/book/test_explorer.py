"""The case explorer in a real browser."""

import re

import pytest

import digitalbay as db

from .conftest import EDITIONS, HTML

pytestmark = pytest.mark.browser
PATH = "notebooks/a1-cases.html"
ALL = len(db.cases(grades=None))
CLEAR = re.compile("^(Clear|清除)$")


def rows(page):
    return page.locator(".db-explorer tbody tr:visible")


@pytest.fixture(params=EDITIONS)
def page(request, visit):
    page = visit(f"{request.param}/{PATH}")
    page.locator(".db-filters-tools").wait_for()
    yield page
    assert page.trouble == []


def test_without_scripts_every_case_is_shown(visit):
    page = visit(f"en/{PATH}", java_script_enabled=False)
    assert rows(page).count() == ALL
    assert page.locator(".db-filters-tools").count() == 0


@pytest.mark.parametrize("query", ["一户通", "一戶通", "one account", "Macao  ACCOUNT"])
def test_search_finds_in_chinese_and_english(page, query):
    page.locator(".db-explorer input").fill(query)
    found = rows(page)
    assert 0 < found.count() < 10
    assert re.search("一[户戶]通|Macao One Account", found.first.inner_text())
    told = [int(n) for n in re.findall(r"\d+", page.locator(".db-filters-status").inner_text())]
    assert told == [found.count(), ALL]


def test_filters_reduce_the_rows_and_combine(page):
    selects = page.locator(".db-explorer select")
    assert selects.count() == 7
    left = ALL
    for position in (0, 5):
        selects.nth(position).select_option(index=2)
        chosen = selects.nth(position).locator("option:checked").inner_text()
        assert 0 < rows(page).count() < left
        left = rows(page).count()
        assert all(chosen in text for text in rows(page).all_inner_texts())
    page.get_by_role("button", name=CLEAR).click()
    assert rows(page).count() == ALL


def test_every_filter_finds_something_for_every_value(page):
    # The last is the order.
    for select in page.locator(".db-explorer select").all()[:-1]:
        for value in select.locator("option").all()[1:]:
            select.select_option(value.get_attribute("value"))
            assert rows(page).count() > 0, value.inner_text()
        select.select_option("")


def test_keyboard_alone_suffices(visit):
    page = visit(f"en/{PATH}")
    page.get_by_label("Search", exact=True).locator("visible=true").last.focus()
    page.keyboard.type("iAM Smart")
    assert 0 < rows(page).count() < 10
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"


def test_it_works_from_a_file(browser):
    page = browser.new_page()
    page.goto((HTML / "en" / PATH).as_uri())
    page.locator(".db-explorer input").fill("一户通")
    assert 0 < rows(page).count() < 10
    page.close()


def test_every_case_leads_to_its_source(visit):
    page = visit(f"en/{PATH}", java_script_enabled=False)
    links = page.locator(".db-explorer tbody a").evaluate_all("a => a.map(e => e.href)")
    assert len(links) == ALL
    page.locator(".db-explorer tbody a").first.click()
    assert page.locator(":target").count() == 1


def test_narrow_page_does_not_overflow(visit):
    page = visit(f"en/{PATH}", viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_page_is_light():
    for edition in EDITIONS:
        assert (HTML / edition / PATH).stat().st_size < 250_000
