"""Small registers as the data room returns them: documents, targets, machines and cases."""

import pandas as pd

from .frames import SOURCE


def documents(*found: tuple) -> pd.DataFrame:
    """Return policy documents from ``(document, issued[, effective[, grade]])``."""
    names = ["document", "issued", "effective", "grade"]
    lines = [(*line, *("", "", "A")[len(line) - 1 :]) for line in found]
    return pd.DataFrame(lines, columns=names, dtype="str").assign(
        title_en="A plan", title_zh="一份规划", source=SOURCE
    )


def targets(*found: tuple, document: str, area: str, source: str = SOURCE) -> pd.DataFrame:
    """Return targets of a document and an area from ``(indicator, period, value[, qualifier])``."""
    names = ["indicator", "period", "value", "qualifier"]
    frame = pd.DataFrame([(*line, "")[:4] for line in found], columns=names)
    frame = frame.assign(
        target=[f"t{i}" for i in range(len(frame))],
        document=document,
        area=area,
        published="2021",
        source=source,
        note="",
        grade="A",
    )
    texts = [name for name in frame if name != "value"]
    return frame.astype({"value": "float64"} | dict.fromkeys(texts, "str"))


def machines(*found: tuple) -> pd.DataFrame:
    """Return machines on TOP500 lists from ``(list, rank, area[, name])``."""
    lines = [(*line, "Tianhe-2A")[:4] for line in found]
    frame = pd.DataFrame(lines, columns=["list", "rank", "area", "name"])
    frame = frame.assign(computer="", source="top500-2022-06")
    texts = [name for name in frame if name != "rank"]
    return frame.astype({"rank": "Int64"} | dict.fromkeys(texts, "str"))


def cases(counts: dict[str, int], grade: str = "B") -> pd.DataFrame:
    """Return as many cases as are wanted of each area."""
    areas = [area for area, number in counts.items() for _ in range(number)]
    frame = pd.DataFrame({"area": pd.Series(areas, dtype="str")})
    return frame.assign(case=[f"c{i}" for i in range(len(areas))], grade=grade, source=SOURCE)
