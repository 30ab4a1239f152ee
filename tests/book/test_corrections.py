"""What the review of an earlier edition set right stands in the pages."""

import html
import re

import pytest

from .conftest import HTML

pytestmark = pytest.mark.browser
RIGHT = [
    ("02-1-overview", "most of these name an owner on one side only"),
    ("02-2-digital-government", "the Bank has corrected what it printed: 78 became 85"),
    ("02-2-digital-government", "Zhejiang, is on record as first with the same score"),
    ("02-2-digital-government", "For 2021 no rank of Guangdong is on record"),
    ("02-3-digital-society", "2023-12 66.5 rural residents"),
    ("03-problems", "China Electronics was to take 62.84 and leave Tencent 16.74"),
    ("04-recommendations", "2019 14,600 20,246 December 2019 1.39 met"),
]


@pytest.mark.parametrize(("page", "right"), RIGHT)
def test_the_right_value_stands_in_the_page(page, right):
    text = (HTML / "en" / "notebooks" / f"{page}.html").read_text(encoding="utf-8")
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text))
    assert right in re.sub(r"\s+", " ", plain).replace(" ,", ",")
