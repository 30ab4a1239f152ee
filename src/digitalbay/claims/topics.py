"""Topics of policy as titles and reports name them: what to look for, and its English name."""

from __future__ import annotations

import pandas as pd

from digitalbay.data.left_out import chosen
from digitalbay.data.periods import span
from digitalbay.statements import N_

from .policy import dated

# Terms counted in work reports.
TERMS = {
    "数字经济": N_("digital economy"),
    "数字政府": N_("digital government"),
    "大数据": N_("big data"),
    "互联网+": N_("Internet Plus"),
    "人工智能": N_("artificial intelligence"),
    "数据要素": N_("data as a factor of production"),
}
# Topic and the pattern of titles that name it.
TOPICS = {
    N_("Digital government"): "数字政府",
    N_("Digital economy"): "数字经济",
    N_("Smart city"): "智慧城市",
    N_("Data and big data"): "大数据|数据条例|公共数据|数据要素",
    N_("New infrastructure and 5G"): "新型基础设施|新型信息基础设施|5G",
}


def first_documents(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the first document on each topic by level and place, with its ``topic``.

    documents: as `db.documents` returns them. A topic counts as taken up when a title names it, in
    a dated document of grade A or B; `attrs["left_out"]` counts the others that name one.
    """
    found = pd.concat(
        documents[documents["title_zh"].str.contains(pattern)].assign(topic=topic)
        for topic, pattern in TOPICS.items()
    )
    known = dated(found)
    first = known.sort_values("issued", kind="stable").drop_duplicates(["topic", "level", "area"])
    return chosen(first, known)


def follows(earlier: str, later: str) -> str:
    """Return whether a date surely "follows" another, "precedes" it, or it is "unknown".

    Dates are of any precision and compared as spans; without both the answer is "".
    """
    if not (earlier and later):
        return ""
    (first, last), (start, end) = span(earlier), span(later)
    if start > last:
        return "follows"
    return "precedes" if end < first else "unknown"
