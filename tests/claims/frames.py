"""Small frames as the data room returns them, for rules to be tried on."""

import pandas as pd

SOURCE = "guangdong-census-2020"


def rows(*found: tuple, indicator: str = "base_stations_5g", status: str = "A") -> pd.DataFrame:
    """Return observations of one indicator from ``(area, period, value[, qualifier])``."""
    lines = [(*line, "")[:4] for line in found]
    frame = pd.DataFrame(lines, columns=["area", "period", "value", "qualifier"])
    years = frame["period"].where(frame["period"].str.fullmatch(r"\d{4}").astype("bool"))
    frame = frame.assign(
        indicator=indicator,
        year=years.astype("Int64"),
        published="2023",
        source=SOURCE,
        status=status,
        grade="A",
        note="",
    ).astype({"value": "float64"})
    columns = [
        "indicator", "area", "period", "year", "value", "published",
        "source", "status", "qualifier", "grade", "note",
    ]  # fmt: skip
    texts = [name for name in columns if name not in ("year", "value")]
    return frame[columns].astype(dict.fromkeys(texts, "str"))


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of several frames as one."""
    return pd.concat(frames, ignore_index=True)
