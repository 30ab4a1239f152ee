"""Observations as SDMX-CSV 2.0.

| column of the package | SDMX concept |
|---|---|
| indicator | INDICATOR |
| area | REF_AREA |
| period | TIME_PERIOD: a half-year is S, a span is its start and a duration |
| published | VINTAGE: the vintage is a dimension, so that no revision overwrites another |
| value | OBS_VALUE |
| unit of the indicator | UNIT_MEASURE |
| status | OBS_STATUS, the codes of CL_OBS_STATUS |
| qualifier | OBS_QUALIFIER |
| source | SOURCE |
| note | COMMENT_OBS |
"""

import re
from datetime import date, timedelta

import pandas as pd

from digitalbay.data.periods import span

CONCEPTS = {
    "indicator": "INDICATOR",
    "area": "REF_AREA",
    "period": "TIME_PERIOD",
    "published": "VINTAGE",
    "value": "OBS_VALUE",
    "unit": "UNIT_MEASURE",
    "status": "OBS_STATUS",
    "qualifier": "OBS_QUALIFIER",
    "source": "SOURCE",
    "note": "COMMENT_OBS",
}
_RANGE = re.compile(r"(\d{4}(?:-\d\d){0,2})/P(\d+)([YMD])")
_UNITS = {4: "Y", 7: "M", 10: "D"}


def encode(observations: pd.DataFrame, units: pd.Series, version: str) -> pd.DataFrame:
    """Turn the table of observations into SDMX-CSV; `units` maps indicators to units."""
    frame = observations.assign(
        unit=observations["indicator"].map(units), period=observations["period"].map(to_sdmx)
    )
    frame = frame[list(CONCEPTS)].rename(columns=CONCEPTS)
    frame.insert(0, "STRUCTURE", "dataflow")
    frame.insert(1, "STRUCTURE_ID", f"DIGITALBAY:OBSERVATIONS({version})")
    frame.insert(2, "ACTION", "I")
    return frame


def decode(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Turn SDMX-CSV back into the columns of the table of observations."""
    names = {concept: column for column, concept in CONCEPTS.items()}
    frame = frame.rename(columns=names)
    return frame.assign(period=frame["period"].map(from_sdmx))[columns]


def to_sdmx(period: str) -> str:
    """Write a period as SDMX does: 2021-S1 for 2021-H1, 2020-01/P6M for 2020-01/2020-06."""
    if "/" not in period:
        return period.replace("-H", "-S")
    start, _, end = period.partition("/")
    first, last = span(start)[0], span(end)[1]
    unit = _UNITS[len(start)]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    length = {"Y": months // 12, "M": months, "D": (last - first).days + 1}[unit]
    return f"{start}/P{length}{unit}"


def from_sdmx(text: str) -> str:
    """Read a period written by `to_sdmx`."""
    if not (match := _RANGE.fullmatch(text)):
        return text.replace("-S", "-H")
    start, length, unit = match[1], int(match[2]), match[3]
    if unit == "Y":
        return f"{start}/{int(start) + length - 1:04d}"
    if unit == "D":
        return f"{start}/{date.fromisoformat(start) + timedelta(length - 1)}"
    years, month = divmod(int(start[:4]) * 12 + int(start[5:7]) - 1 + length - 1, 12)
    return f"{start}/{years:04d}-{month + 1:02d}"
