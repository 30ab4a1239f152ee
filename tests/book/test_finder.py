"""The number finder: from the first page to a value, its vintages and its sources."""

import csv
import gzip
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import digitalbay as db
from digitalbay.publish.finder import SCRIPTS

from .conftest import EDITIONS, HTML, here

pytestmark = pytest.mark.browser
PATH = "book/data/finder.html"
WHERE = "indicator=gdp_current_prices&place=zhongshan"
ZHONGSHAN = db.vintages("gdp_current_prices", areas="zhongshan", grades=None)
OF_2019 = ZHONGSHAN[ZHONGSHAN["period"] == "2019"]
# Names as each edition has them: family, place.
NAMES = {
    "en": ("Gross domestic product", "Zhongshan"),
    "zh-hans": ("地区生产总值", "中山"),
    "zh-hant": ("地區生產總值", "中山"),
}


def shown(page):
    """Wait until the finder shows a choice; return what it shows."""
    page.locator(".db-finder-found h2").first.wait_for()
    return page.locator(".db-finder-found")


def state(page):
    return {name: value for name, (value,) in parse_qs(urlsplit(here(page)).query).items()}


@pytest.mark.parametrize("from_file", [False, True], ids=["http", "file"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_gdp_of_zhongshan_in_2019_and_its_revisions_in_three_clicks(visit, edition, from_file):
    family, place = NAMES[edition]
    page = visit(f"{edition}/book/intro.html", from_file=from_file)
    page.locator("article a[href='data/finder.html']").click()
    shown(page).get_by_role("link", name=family, exact=True).click()
    page.get_by_role("row", name=re.compile(place)).first.get_by_role(
        "link", name=re.compile(f"{place}.*2019")
    ).click()
    table = shown(page).locator(".db-vintages")
    assert state(page)["period"] == "2019"
    rows = table.locator("tbody tr").all_inner_texts()
    assert len(rows) == len(OF_2019) > 1
    for text, value in zip(rows, OF_2019["value"], strict=True):
        assert f"{value:,.10g}" in text
    by = OF_2019["value"].iloc[-1] - OF_2019["value"].iloc[0]
    assert f"+{by:.2f} (+{100 * by / OF_2019['value'].iloc[0]:.1f}%)" in rows[-1]
    assert page.trouble == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_address_alone_shows_the_same(visit, edition):
    page = visit(f"{edition}/{PATH}?{WHERE}&period=2019")
    assert NAMES[edition][1] in shown(page).locator("h2").inner_text()
    assert page.locator(".db-vintages tbody tr").count() == len(OF_2019)
    assert page.locator(".db-series circle").count() >= ZHONGSHAN["period"].nunique()
    # In the other languages too.
    other = "zh-HK" if edition != "zh-hant" else "en-GB"
    links = page.locator(".db-languages a:not([aria-current])")
    assert links.count() == 2, other
    for address in links.evaluate_all("links => links.map(link => link.href)"):
        assert address.endswith(f"?{WHERE}&period=2019")


def test_the_back_button_goes_through_what_was_chosen(visit):
    page = visit(f"en/{PATH}")
    shown(page)
    selects = page.locator(".db-finder select")
    selects.nth(0).select_option("gdp")
    selects.nth(2).select_option("zhongshan")
    selects.nth(3).select_option("2019")
    assert state(page) == {
        "indicator": "gdp_current_prices",
        "place": "zhongshan",
        "period": "2019",
    }
    page.go_back()
    page.locator(".db-numbers").wait_for()
    assert state(page) == {"indicator": "gdp_current_prices", "place": "zhongshan"}
    assert selects.nth(3).input_value() == ""
    page.go_back()
    page.locator(".db-matrix").wait_for()
    page.go_forward()
    page.locator(".db-numbers").wait_for()


@pytest.mark.parametrize(
    ("edition", "question"),
    [
        ("en", "GDP Zhongshan 2019"),
        ("en", "gdp of 中山 in 2019"),
        ("zh-hans", "中山2019年生产总值"),
        ("zh-hant", "中山 生產總值 2019"),
        ("zh-hant", "中山生产总值2019"),
    ],
)
def test_a_question_is_understood(visit, edition, question):
    page = visit(f"{edition}/{PATH}")
    shown(page)
    page.locator(".db-finder input").fill(question)
    page.locator(".db-finder-answers a").first.click()
    page.locator(".db-vintages tbody tr").first.wait_for()
    assert page.locator(".db-vintages tbody tr").count() == len(OF_2019)


def test_what_is_not_held_is_not_offered(visit):
    page = visit(f"en/{PATH}")
    shown(page)
    page.locator(".db-finder input").fill("zebras of Zhongshan")
    assert page.locator(".db-finder-answers a").count() == 0
    assert "Nothing found" in page.locator(".db-finder [role=status]").inner_text()


@pytest.mark.parametrize(
    "indicator", ["gdp_current_prices", "internet_users_share", "base_stations_5g"]
)
def test_the_table_shows_what_the_data_room_answers(visit, indicator):
    page = visit(f"en/{PATH}?indicator={indicator}")
    shown(page)
    rows = db.observations(indicator)
    names = db.areas().set_index("area")["name_en"]
    labels = page.locator(".db-matrix td a").evaluate_all("a => a.map(e => e.ariaLabel)")
    found = {tuple(label.split(", ")[:2]): label.split(", ", 2)[2] for label in labels}
    for row in rows[rows["period"].str.len() == 4].itertuples():
        text = found[names[row.area], row.period]
        sign = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}.get(row.qualifier, "")
        assert text.startswith(sign)
        assert float(text.removeprefix(sign).replace(",", "")) == pytest.approx(row.value)


def test_bounds_breaks_and_weak_evidence_are_told(visit):
    page = visit(f"en/{PATH}?{WHERE}")
    assert "Break at 2017" in shown(page).locator(".db-break").inner_text()
    rows = page.locator(".db-numbers tbody tr")
    break_at = rows.evaluate_all("rows => rows.findIndex(row => row.matches('.db-break'))")
    assert rows.nth(break_at - 1).inner_text().startswith("2017")
    assert rows.nth(break_at + 1).inner_text().startswith("2016")
    # The line is cut there, and wherever years are missing.
    assert page.locator(".db-series-line").count() == 2
    bounds = db.vintages(grades=None)
    bound = bounds[bounds["qualifier"] == "at_least"].iloc[0]
    address = f"indicator={bound.indicator}&place={bound.area}&period={bound.period}"
    page.goto(page.url.split("?")[0] + f"?{address}")
    assert "≥" in shown(page).locator(".db-vintages").inner_text()
    assert "at least" in page.locator(".db-vintages").inner_text()


def test_sources_lead_to_their_entries_and_rows_can_be_taken(visit):
    permissions = {"permissions": ["clipboard-read", "clipboard-write"]}
    page = visit(f"en/{PATH}?{WHERE}&period=2019", **permissions)
    shown(page)
    for link in page.locator(".db-vintages a[href*='#source-']").all():
        path, _, anchor = link.get_attribute("href").partition("#")
        assert f'id="{anchor}"' in (HTML / "en/book/data" / path).resolve().read_text("utf-8")
    entry = page.locator(".db-finder-bar a").last.get_attribute("href")
    path, _, anchor = entry.partition("#")
    assert f'id="{anchor}"' in (HTML / "en/book/data" / path).resolve().read_text("utf-8")
    with page.expect_download() as download:
        page.get_by_role("button", name="These rows").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert [float(row["Value"]) for row in rows] == OF_2019["value"].tolist()
    assert all(row["Unit"] and row["Source"] and row["Published"] and row["Data"] for row in rows)
    with page.expect_download() as download:
        page.locator(".db-finder-bar a[download]").click()
    assert len(Path(download.value.path()).read_text("utf-8-sig").splitlines()) > len(ZHONGSHAN)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == here(page)


def test_by_keyboard_alone(visit):
    page = visit(f"en/{PATH}?indicator=gdp_current_prices")
    shown(page)
    page.locator(".db-finder input").focus()
    focused = "() => document.activeElement.tagName"
    for expected in ["SELECT"] * 4 + ["A"]:
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == expected
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    label = page.evaluate("() => document.activeElement.ariaLabel")
    assert label.startswith("Shenzhen, ")
    # The whole table is one stop.
    page.keyboard.press("Tab")
    assert not page.evaluate("() => document.activeElement.closest('.db-matrix')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.locator(".db-vintages").wait_for()
    assert page.evaluate(focused) == "H2"


@pytest.mark.parametrize(("edition", "scheme"), [("en", "light"), ("zh-hant", "dark")])
@pytest.mark.parametrize(
    "query", ["", "?indicator=gdp_current_prices", f"?{WHERE}", f"?{WHERE}&period=2019"]
)
def test_a_phone_shows_it_without_going_sideways(visit, edition, query, scheme):
    page = visit(
        f"{edition}/{PATH}{query}", viewport={"width": 360, "height": 800}, color_scheme=scheme
    )
    shown(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    heights = page.locator(":is(.db-vintages, .db-numbers) tbody tr").evaluate_all(
        "rows => rows.map(row => row.offsetHeight)"
    )
    # No column of single letters.
    assert max(heights, default=0) < 200
    drawn = page.locator(".db-series")
    if drawn.count():
        assert drawn.bounding_box()["width"] <= 360
    assert page.trouble == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_without_scripts_there_is_a_word_and_a_way(visit, edition):
    page = visit(f"{edition}/{PATH}", java_script_enabled=False)
    box = page.locator(".db-finder")
    assert "JavaScript" in box.inner_text()
    for link in box.locator("a").all():
        assert (HTML / edition / "book/data" / link.get_attribute("href")).is_file()
    assert box.locator("a").count() == 2


@pytest.mark.parametrize("edition", ["zh-hans", "zh-hant"])
def test_no_word_of_another_language(visit, edition):
    page = visit(f"{edition}/{PATH}?{WHERE}")
    text = shown(page).inner_text() + page.locator(".db-filters-tools").inner_text()
    assert not re.search(r"[A-Za-z]{4,}", text.replace("CSV", ""))


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_loads_little_and_nothing_elsewhere(visit, edition):
    loaded = "() => performance.getEntriesByType('resource').map(entry => entry.name)"
    page = visit(f"{edition}/{PATH}?{WHERE}")
    shown(page)
    names = page.evaluate(loaded)
    numbers = [name for name in names if "/numbers/" in name]
    assert {Path(name).name for name in numbers} == {"index.js", "gdp.js"}
    files = {HTML / urlsplit(name).path[1:] for name in names} | {HTML / edition / PATH}
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in files) < 250_000
    page = visit(f"{edition}/book/data/economy.html")
    assert not [name for name in page.evaluate(loaded) if "/numbers/" in name or "finder" in name]


def test_hostile_texts_of_the_data_stay_texts(visit):
    evil = "=1+1</script><img src=x onerror=window.ran=1>"
    numbers = (HTML / "en/numbers/gdp.js").read_text("utf-8")
    name, content = numbers.removesuffix(";\n").split("]=", 1)
    part = json.loads(content)
    part["sources"] = [
        [key, evil, evil, "", "javascript:window.ran=1"] for key, *_ in part["sources"]
    ]
    part["indicators"]["gdp_current_prices"][0] = evil
    page = visit(f"en/{PATH}")
    shown(page)
    page.route("**/gdp.js", lambda route: route.fulfill(body=f"{name}]={json.dumps(part)};"))
    page.goto(f"{page.url}?{WHERE}&period=2019")
    assert evil in shown(page).locator("h2").inner_text()
    assert page.locator(".db-finder img, .db-vintages a").count() == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="These rows").click()
    rows = csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig")))
    assert {row["Indicator"] for row in rows} == {f"'{evil}"}
    assert page.evaluate("window.ran") is None


def test_nothing_runs_from_the_markup():
    text = (HTML / "en" / PATH).read_text("utf-8")
    box = text[text.index('<div class="db-finder"') :]
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", box[: box.index("</noscript>")])
    for name in (*SCRIPTS, "filters.js"):
        script = (HTML / "en/_static" / name).read_text("utf-8")
        assert not re.search(
            r"\beval\b|new Function|innerHTML|insertAdjacentHTML|\.style\b", script
        )
