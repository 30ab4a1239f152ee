"""What the first page shows: verdicts at a glance, the map, how to cite."""

import re
from collections import Counter
from xml.etree import ElementTree

import digitalbay as db
from digitalbay.publish.front import WIDTH, bar, newest_documents, verdicts_of_judgements
from digitalbay.publish.nodes import described
from digitalbay.publish.region_map import drawing, outlines


def test_only_judgements_are_counted():
    kinds = db.ledger().set_index("claim")["kind"]
    found = verdicts_of_judgements(dict.fromkeys(kinds.index, "partly"))
    assert found == Counter(partly=(kinds == "judgement").sum())
    assert found.total() < len(kinds)


def test_the_bar_shares_its_width_by_the_counts():
    drawn = ElementTree.fromstring(bar(Counter(supported=1, partly=3), "en"))
    groups = list(drawn)
    assert [group.get("class") for group in groups] == ["db-supported", "db-partly"]
    widths = [float(group.find("rect").get("width")) + 2 for group in groups]
    assert widths == [WIDTH / 4, 3 * WIDTH / 4]
    assert groups[1].find("title").text == "Partly supported: 3"


def test_the_map_has_every_place_where_it_lies():
    height, drawn = outlines()
    assert set(drawn) == set(db.CITIES)
    assert 300 < height < 900
    # Zhaoqing lies in the north-west, Huizhou in the east, Macao south of Zhongshan.
    assert drawn["zhaoqing"][1] == min(x for _, x, _ in drawn.values())
    assert drawn["huizhou"][1] == max(x for _, x, _ in drawn.values())
    assert drawn["macao"][2] > drawn["zhongshan"][2]


def test_a_name_on_the_map_is_text():
    links = {"macao": ('<b>"Macao"</b>', "city-macao.html?a&b")}
    root = ElementTree.fromstring(drawing(links, 'A "map"'))
    (link, name) = list(root)
    assert link.get("href") == "city-macao.html?a&b"
    assert link.get("aria-label") == name.text == '<b>"Macao"</b>'
    assert root.get("aria-label") == 'A "map"'


def test_each_row_of_a_download_says_what_it_is():
    text = described([{"a": 1}, {"b": 'x,"y"'}], ["a", "b"], {"Figure": "F", "Data": "1.0"})
    assert text == 'a,b,Figure,Data\n1,,F,1.0\n,"x,""y""",F,1.0\n'
    assert not re.search("\r", text)


def test_a_document_after_the_day_of_the_book_is_not_listed():
    today, then = newest_documents(), newest_documents("2022-12-31")
    assert [row.issued for row in today] == sorted((row.issued for row in today), reverse=True)
    assert all(row.issued <= "2022-12-31" for row in then)
    assert len(then) == len(today)
    assert today[0].issued > "2022-12-31"
