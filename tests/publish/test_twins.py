"""Charts of one shape: drawn once, written in the characters of each edition."""

from hashlib import sha256

import pytest
import vl_convert
from fontTools.ttLib import TTFont

from digitalbay.figures.theme import FONTS
from digitalbay.publish import fonts
from digitalbay.publish.fitting import NARROW, WIDE
from digitalbay.publish.pictures import MANY, Chart, Pictures, draw
from digitalbay.publish.twins import exchanged, shape

SIMPLIFIED, TRADITIONAL = ["广州市", "澳门", "东莞"], ["廣州市", "澳門", "東莞"]
NAMES = "Copy", "Widths"


def spec(names, told=True, n=0, title="“值”（人）", mark="bar"):
    key = f"data-{sha256(f'{names} {n}'.encode()).hexdigest()[:32]}"
    y = {"field": "name", "type": "nominal", "title": None} | ({"sort": names} if told else {})
    x = {"field": "value", "type": "quantitative", "title": title}
    rows = [{"name": name, "value": n + k} for k, name in enumerate(names)]
    text = {"mark": "text", "encoding": {"text": {"field": "name", "type": "nominal"}}}
    return {
        "data": {"name": key},
        "datasets": {key: rows},
        "encoding": {"x": x, "y": y},
        "layer": [{"mark": mark}, text],
        "width": 300,
    }


def test_a_chart_written_from_its_twin_is_the_chart_drawn(tmp_path):
    pairs = [
        [Chart(spec(names, n=n), lang, width) for n in range(MANY // 2) for width in (WIDE, NARROW)]
        for lang, names in (("zh-Hans", SIMPLIFIED), ("zh-Hant", TRADITIONAL))
    ]
    draw([*pairs[0], *pairs[1]], Pictures(tmp_path / "together"), ["svg", "pdf"])
    alone = Pictures(tmp_path / "alone")
    for chart in (*pairs[0][:2], *pairs[1][:2]):
        for form in ("svg", "json"):
            kept = (tmp_path / "together" / f"{chart.name}.{form}").read_bytes()
            assert kept == alone.kept(chart, form)
        assert (tmp_path / "together" / f"{chart.name}.pdf").is_file() == (chart.width == WIDE)


def test_a_twin_takes_no_drawing(tmp_path, monkeypatch):
    ours, theirs = (Chart(spec(names), "zh-Hans") for names in (SIMPLIFIED, TRADITIONAL))
    pictures = Pictures(tmp_path)
    pictures.svg(ours)
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", None)
    pictures.take(theirs, ours, exchanged(ours.spec, theirs.spec))
    assert all(name in pictures.svg(theirs) for name in TRADITIONAL)
    assert pictures.fitted(theirs)["datasets"] == theirs.spec["datasets"]


def test_rows_are_paired_by_where_charts_take_them(tmp_path):
    """In a spec they are ordered by their names, which are digests of what they hold."""
    charts = []
    for names, key in ((SIMPLIFIED, "data-0"), (TRADITIONAL, "data-z")):
        made = spec(names)
        line = {"data": {"name": key}, "mark": "rule", "encoding": {"x": {"field": "at"}}}
        rows = sorted([*made["datasets"].items(), (key, [{"at": 1}])])
        made |= {"datasets": dict(rows), "layer": [*made["layer"], line]}
        charts.append(Chart(made, "zh-Hans"))
    ours, theirs = charts
    forms = exchanged(ours.spec, theirs.spec)
    assert forms is not None
    taken, alone = Pictures(tmp_path / "taken"), Pictures(tmp_path / "alone")
    taken.take(theirs, ours, forms)
    for form in ("svg", "json"):
        assert taken.kept(theirs, form) == alone.kept(theirs, form)


@pytest.mark.parametrize(
    ("ours", "theirs", "change"),
    [
        (spec(SIMPLIFIED), spec(TRADITIONAL), {"广": "廣", "门": "門", "东": "東"}),
        (spec(SIMPLIFIED), spec(SIMPLIFIED), {}),
        # A name is longer, a value, a mark or a Latin letter is another one.
        (spec(SIMPLIFIED), spec([*TRADITIONAL[:2], "東莞市"]), None),
        (spec(SIMPLIFIED), spec(TRADITIONAL, n=1), None),
        (spec(SIMPLIFIED), spec(TRADITIONAL, title="「值」（人）"), None),
        (spec(SIMPLIFIED), spec(TRADITIONAL, mark="bat"), None),
        # One character has two forms.
        (spec(["发展", "头发"]), spec(["發展", "頭髮"]), None),
        # Vega sorts names that are in no order of their own: 东莞 before 广州, 廣州 before 東莞.
        (spec(["澳门"], told=False), spec(["澳門"], told=False), {"门": "門"}),
        (spec(SIMPLIFIED, told=False), spec(TRADITIONAL, told=False), None),
    ],
)  # fmt: skip
def test_what_exchange_makes_a_chart_another(ours, theirs, change):
    made = exchanged(ours, theirs)
    assert made == (None if change is None else str.maketrans(change))


def test_shapes_are_alike_if_all_is_but_characters():
    assert shape(spec(SIMPLIFIED)) == shape(spec(TRADITIONAL)) != shape(spec(SIMPLIFIED, n=1))


def test_piles_are_sorted_by_name_whatever_the_colours_say():
    colour = {"field": "name", "type": "nominal", "scale": {"domain": SIMPLIFIED}}
    both = [spec(names) for names in (SIMPLIFIED, TRADITIONAL)]
    for one in both:
        one["encoding"]["color"] = colour | {"scale": {"domain": one["encoding"]["y"]["sort"]}}
    assert exchanged(*both) is None
    for one in both:
        one["layer"][0]["mark"] = "point"
    assert exchanged(*both)


def test_both_forms_are_of_one_width(tmp_path):
    letters = {
        *map(chr, range(32, 127)),
        *"“”‘’（）《》「」，。、：；·—–…％ ²≤≥−",
        *SIMPLIFIED,
        *TRADITIONAL,
    }
    found = []
    for family in sorted({*FONTS.values()}):
        if not fonts.small_copies(family, NAMES, letters, tmp_path):
            pytest.skip("no fontconfig, so no copies")
        font = TTFont(tmp_path / "Copy.otf")
        wide = font["hmtx"].metrics
        found.append({letter: wide[glyph][0] for letter, glyph in font.getBestCmap().items()})
    assert found[0] == found[-1]
    assert {found[0][ord(letter)] for letter in "".join(SIMPLIFIED + TRADITIONAL)} == {1000}


def test_a_copy_of_widths_has_the_widths_and_one_glyph_for_many_characters(tmp_path):
    if not fonts.small_copies(FONTS["en"], NAMES, ["AVfi0123广州"], tmp_path):
        pytest.skip("no fontconfig, so no copies")
    copy, widths = TTFont(tmp_path / "Copy.otf"), TTFont(tmp_path / "Widths.ttf")
    for letter, glyph in copy.getBestCmap().items():
        assert widths["hmtx"][widths.getBestCmap()[letter]][0] == copy["hmtx"][glyph][0]
    glyphs = widths.getBestCmap()
    assert len({glyphs[ord(letter)] for letter in "广州"}) == 1
    # Pairs of these are set closer, and these are others among Latin letters.
    assert len({glyphs[ord(letter)] for letter in "AV"}) == len({glyphs[ord(n)] for n in "01"}) == 2


def test_copies_are_of_both_weights(tmp_path):
    if not fonts.small_copies(FONTS["en"], NAMES, ["Pearl"], tmp_path):
        pytest.skip("no fontconfig, so no copies")
    for name in ("Copy{}.otf", "Widths{}.ttf"):
        faces = [TTFont(tmp_path / name.format(suffix)) for suffix in ("", "-bold")]
        assert [face["OS/2"].usWeightClass for face in faces] == [400, 700]
        assert {face["name"].getBestFamilyName() for face in faces} == {name.split("{")[0]}
        widths = [sum(width for width, _ in face["hmtx"].metrics.values()) for face in faces]
        assert widths[0] < widths[1]
