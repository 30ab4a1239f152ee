"""Parts of a page in another language are marked so, and nothing else is changed."""

import re

import pytest

from digitalbay.publish.foreign import marked


@pytest.mark.parametrize(
    ("lang", "text", "parts"),
    [
        ("en", "Plan 粤府〔2021〕44号 of 2021", ["粤府〔2021〕44号"]),
        ("en", "广东探路数字政府 [Guangdong explores]", ["广东探路数字政府"]),
        ("en", "“湾区通办” and 澳", ["湾区通办", "澳"]),
        ("zh-Hans", "见 Policy Transparency China 2024。", ["Policy Transparency China 2024"]),
        ("zh-Hant", "RCR Wireless News報道", ["RCR Wireless News"]),
        ("zh-Hans", "Digital Bay 与 PySAL", []),
        ("zh-Hans", "&quot;Tax Chain&quot; e-invoice", []),
    ],
)
def test_parts_in_another_language_are_marked(lang, text, parts):
    made = marked(f"<p>{text}</p>", lang)
    assert re.findall(r'<span lang="\w+">(.*?)</span>', made) == parts
    assert re.sub(r"</?span[^>]*>", "", made) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/json">{"a": "数字 < 治理"}</script>',
        "<pre># 数字\nx = 1</pre>",
        '<a title="数字治理" href="#数字">x</a>',
        '<svg><text>数字</text></svg><code>"数字"</code>',
    ],
)
def test_what_is_no_text_of_the_page_stays(html):
    assert marked(html, "en") == html
