"""The pages made from the data package: dictionary, search for indicators, downloads."""

import json
import re
import subprocess
import sys
from io import StringIO

import pandas as pd
import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

import digitalbay as db
from digitalbay.data.location import root
from digitalbay.figures.language import localised, to_traditional
from digitalbay.files import read_tree, write
from digitalbay.publish.dictionary import families
from digitalbay.publish.downloads import archive
from digitalbay.publish.editions import EDITIONS
from digitalbay.publish.search import split

PROJECT = root().parent
PAGES = sorted((PROJECT / "book" / "data").glob("*.md"))
# Sphinx curls the quotation marks of English text.
PLAIN = str.maketrans("“”‘’「」", '""\'\'""')
CONFIG = """extensions = ["myst_nb", "digitalbay.publish.extension"]
nb_execution_mode = "off"
smartquotes_excludes = {"languages": ["zh_CN", "zh_TW"]}
"""


def of_page(theme: str) -> pd.DataFrame:
    """Indicators of the families of a theme, wherever their own theme is."""
    table = db.indicators()
    return table[table["family"].isin(db.families(theme)["family"])]


@pytest.fixture(scope="module", params=EDITIONS, ids=lambda edition: edition.lang)
def book(request, tmp_path_factory):
    """A book of the sources, one page of the dictionary and the downloads."""
    source = tmp_path_factory.mktemp("source")
    edition = request.param
    (source / "conf.py").write_text(f'{CONFIG}language = "{edition.sphinx}"\n', encoding="utf-8")
    index = "# Book\n\n```{toctree}\nsources\nfamilies\ndata/population\ndata/downloads\n```\n"
    (source / "index.md").write_text(index, encoding="utf-8")
    (source / "sources.md").write_text("# Sources\n\n```{source-list}\n```\n", encoding="utf-8")
    (source / "families.md").write_text("# Families\n\n```{families}\n```\n", encoding="utf-8")
    (source / "data").mkdir()
    for name, directive in (
        ("population", "dictionary} population"),
        ("downloads", "data-downloads}"),
    ):
        text = f"# {name}\n\n```{{{directive}\n```\n"
        (source / "data" / f"{name}.md").write_text(text, encoding="utf-8")
    out = source / "_build" / "html"
    warnings = StringIO()
    # What Sphinx registers is the process's; the next test in it starts without.
    with docutils_namespace():
        app = Sphinx(source, source, out, source / "_build" / "trees", "html", warning=warnings)
        app.build()
        yield edition.lang, app, warnings.getvalue()


def test_each_entry_says_what_the_indicator_means(book):
    lang, app, _ = book
    doctree = app.env.get_doctree("data/population")
    items = {item[0]["ids"][0]: item for item in doctree.findall(nodes.definition_list_item)}
    for row in of_page("population").itertuples():
        item = items[f"indicator-{row.indicator}"]
        text = item.astext().translate(PLAIN)
        for en, zh in (
            (row.name_en, row.name_zh),
            (row.definition_en, row.definition_zh),
            (row.unit_en, row.unit_zh),
        ):
            assert localised(lang, en, zh).translate(PLAIN) in text
        assert row.indicator in text


def test_sources_are_named_in_the_language_of_the_edition(book):
    lang, app, _ = book
    doctree = app.env.get_doctree("sources")
    items = {item[0]["ids"][0]: item for item in doctree.findall(nodes.definition_list_item)}
    for source in db.sources().itertuples():
        term, details = (
            part.astext().translate(PLAIN) for part in items[f"source-{source.source}"]
        )
        assert source.title.translate(PLAIN) in term
        english, chinese = source.publisher_en, localised(lang, "", source.publisher_zh)
        named = (english if lang == "en" else chinese.replace("；", "、")) or source.publisher
        named = named if lang == "en" else named.replace("；", "、")
        assert details.startswith(named.translate(PLAIN))
        if source.title_en:
            assert (source.title_en.translate(PLAIN) in term) == (lang == "en")


def test_an_entry_links_its_sources_and_its_observations(book):
    _, app, _ = book
    page = (app.outdir / "data" / "population.html").read_text(encoding="utf-8")
    sources = db.vintages("land_area", grades=None)["source"].unique()
    assert all(f'href="../sources.html#source-{key}"' in page for key in sources)
    assert 'href="../_downloads/observations/land_area.csv"' in page
    file = app.outdir / "_downloads" / "observations" / "land_area.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    written = pd.read_csv(file, encoding="utf-8-sig")
    rows = db.vintages("land_area", grades=None)
    assert written["value"].tolist() == rows["value"].tolist()
    assert written["source"].tolist() == rows["source"].tolist()


def searched(app):
    """What the search of a built book offers: address, page, title, text, other words, weight."""
    text = (app.outdir / "search-data.js").read_text(encoding="utf-8")
    return json.loads(text.partition(" = ")[2].rstrip(";\n"))["documents"]


def test_search_leads_to_the_entry_by_name(book):
    lang, app, _ = book
    row = db.indicators("population").set_index("indicator").loc["land_area"]
    (entry,) = [doc for doc in searched(app) if doc[0].endswith("#indicator-land_area")]
    assert entry[0].startswith("data/population.html#")
    assert entry[2] == f"{localised(lang, row['name_en'], row['name_zh'])} · land_area"
    # By its names in the other languages too.
    said = split(f"{entry[2]} {entry[4]}".lower())
    for name in (row["name_en"], row["name_zh"], to_traditional(row["name_zh"])):
        assert set(split(name.lower())) <= set(said)


def test_print_has_the_dictionary_without_its_files(book, tmp_path):
    lang, app, _ = book
    if lang != "en":
        pytest.skip("one edition is enough")
    Sphinx(app.srcdir, app.confdir, tmp_path, app.doctreedir, "latex").build()
    (tex,) = tmp_path.glob("*.tex")
    text = tex.read_text(encoding="utf-8")
    assert "observations/economy.csv" in text
    assert "land\\_area" in text
    assert "observations/land" not in text


def test_indicators_left_out_are_named(book):
    _, _, warnings = book
    assert "indicators on no page of the dictionary" in warnings
    assert "access_5g_key_places" in warnings


def test_the_downloads_are_there(book):
    _, app, _ = book
    page = (app.outdir / "data" / "downloads.html").read_text(encoding="utf-8")
    for name in re.findall(r'href="\.\./_downloads/([^"]+)"', page):
        assert (app.outdir / "_downloads" / name).is_file()
    assert "observations/economy.csv" in page


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
def test_entry_facts(lang):
    (family,) = families("economy", lang, ["gdp"])
    gdp = family.entries[0]
    assert (gdp.indicator, gdp.main) == ("gdp_current_prices", True)
    assert not any(entry.main for entry in family.entries[1:])
    text = " ".join(gdp.facts)
    assert "2017" in text
    assert "1999" in text
    assert {"en": "ratio scale", "zh-Hans": "定比尺度", "zh-Hant": "定比尺度"}[lang] in text
    assert gdp.sources


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "single fact"), ("zh-Hans", "单项数据"), ("zh-Hant", "單項數據")]
)
def test_a_single_fact_is_called_one(lang, said):
    marks = db.indicators("economy").set_index("indicator")["single_fact"]
    entries = [entry for family in families("economy", lang) for entry in family.entries]
    told = {entry.indicator: said in entry.facts for entry in entries}
    known = marks.index.intersection(list(told))
    assert {key: told[key] for key in known} == marks[known].to_dict()
    assert any(told.values())


def test_families_split_a_theme():
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    split = re.findall(r"\{dictionary\} government\n:families: (.+)", told)
    listed = " ".join(split).split()
    assert sorted(listed) == sorted(db.families("government")["family"])
    assert len(families("government", "en")) == len(listed)
    with pytest.raises(KeyError, match="atlantis"):
        families("government", "en", ["atlantis"])


def test_search_puts_a_family_first_and_its_variants_last(book):
    lang, app, _ = book
    shown = searched(app)
    weights = {address.rpartition("#")[2]: weight for address, *_, weight in shown}
    row = db.families().set_index("family").loc["population"]
    (found,) = [doc for doc in shown if doc[0].endswith("#family-population")]
    assert found[2] == localised(lang, row["name_en"], row["name_zh"])
    other = {"en": "人口", "zh-Hans": "population", "zh-Hant": "population"}[lang]
    assert other in " ".join(found[2:5]).lower()
    members = {key for key in weights if key.startswith("indicator-")}
    assert members == {f"indicator-{key}" for key in of_page("population")["indicator"]}
    main = {f"indicator-{key}" for key in db.families("population")["main"]}
    assert all(weights[key] > weights[other] for key in main for other in members - main)
    assert all(weights[key] < weights["family-population"] for key in members)


def test_the_table_of_families_leads_to_each(book):
    _, app, _ = book
    doctree = app.env.get_doctree("families")
    rows = [row for row in doctree.findall(nodes.row) if row.parent.tagname == "tbody"]
    links = [row.next_node(addnodes.pending_xref)["reftarget"] for row in rows]
    assert sorted(links) == sorted(f"family-{key}" for key in db.families()["family"])
    counts = [[int(cell.astext().replace(",", "")) for cell in list(row)[3:]] for row in rows]
    indicators, single, observations = map(sum, zip(*counts, strict=True))
    assert (indicators, observations) == (len(db.indicators()), len(db.vintages(grades=None)))
    assert single == db.indicators()["single_fact"].sum() > 0


def test_every_theme_has_its_pages():
    told = " ".join(page.read_text(encoding="utf-8") for page in PAGES)
    themes = set(re.findall(r"\{dictionary\} (\w+)", told))
    assert themes == set(db.indicators()["theme"])


def test_every_source_is_on_one_page():
    pages = sorted((PROJECT / "book" / "sources").glob("*.md"))
    told = " ".join(page.read_text(encoding="utf-8") for page in pages)
    listed = " ".join(re.findall(r"\{source-list\} ([\w ]+)", told)).split()
    assert sorted(listed) == sorted(set(db.sources()["kind"]))


def test_archive_is_deterministic_and_a_data_package(tmp_path):
    first = tmp_path / "first.zip"
    write(first, archive(read_tree(root())))
    assert archive(read_tree(root())) == first.read_bytes()
    code = (
        "import sys, frictionless;"
        "report = frictionless.Package(sys.argv[1]).to_descriptor();"
        "print(len(report['resources']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(first)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == len(db.load().descriptor.resources)
