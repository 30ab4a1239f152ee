"""Rows of registers with all the cells that rules on documents, events and cases read."""

import pandas as pd

from .frames import SOURCE

_DOCUMENT = {
    "title_zh": "一份规划", "title_en": "A plan", "issuers": "国务院", "level": "national",
    "area": "china", "kind": "plan", "issued": "2020", "themes": "general",
}  # fmt: skip
_EVENT = {"date": "2020", "area": "gba", "kind": "cross_border", "name_zh": "开通"}
_CASE = {
    "name_zh": "一项服务", "owner_zh": "某市政府", "area": "guangzhou", "year": 2020,
    "theme": "digital_government", "joins": "",
}  # fmt: skip


def documents(*found: dict) -> pd.DataFrame:
    """Return policy documents from the cells that matter; the others are usual ones."""
    return _table("document", _DOCUMENT, found)


def events(*found: dict) -> pd.DataFrame:
    """Return events from the cells that matter."""
    return _table("event", _EVENT, found)


def cases(*found: dict) -> pd.DataFrame:
    """Return documented cases from the cells that matter."""
    return _table("case", _CASE, found).astype({"year": "Int64"})


def _table(key: str, usual: dict, found: tuple[dict, ...]) -> pd.DataFrame:
    usual = usual | {"source": SOURCE, "note": "", "grade": "A"}
    lines = [{key: f"{key}-{at}"} | usual | cells for at, cells in enumerate(found)]
    frame = pd.DataFrame(lines, columns=[key, *usual])
    return frame.astype(dict.fromkeys(set(frame) - {"year"}, "str"))
