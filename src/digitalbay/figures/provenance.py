"""Where a figure's numbers come from, in one line a reader can check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Listed, Period, Statement

from .language import Words


@dataclass(frozen=True)
class Provenance:
    """Sources of some rows, and a note on how many, how new and how well attested they are.

    Attributes
    ----------
    sources : list of dict
        ``source`` (key) and ``label`` ("publisher, year"), in order of use.
    note : str
        One sentence in the language of the run.
    """

    sources: list[dict]
    note: str

    @classmethod
    def of(cls, frames: Sequence[pd.DataFrame], words: Words, as_of: str | None) -> Provenance:
        """Sum up the rows of frames that carry a ``source`` column."""
        rows = pd.concat([_citable(frame) for frame in frames], ignore_index=True)
        keys = list(rows["source"].value_counts(sort=True).index) if len(rows) else []
        table = db.sources(keys).set_index("source") if keys else pd.DataFrame()
        sources = [
            {"source": key, "label": source_label(table.loc[key], words.lang)} for key in keys
        ]
        grades = rows["source"].map(table["grade"]).value_counts().sort_index() if keys else {}
        return cls(sources, _note(rows, dict(grades), _missing(frames), words, as_of))


def _missing(frames: Sequence[pd.DataFrame]) -> tuple[int, int]:
    """Count the places and periods of each indicator without a value, and all there are."""
    present = total = 0
    for frame in frames:
        if not {"indicator", "area", "period"} <= set(frame.columns):
            continue
        # Sets of Python: a chapter has dozens of small frames, for which pandas' groups are slow.
        by_indicator = defaultdict(set)
        columns = (frame[name].tolist() for name in ("indicator", "area", "period"))
        for indicator, area, period in zip(*columns, strict=True):
            by_indicator[indicator].add((area, period))
        for pairs in by_indicator.values():
            places, periods = (len(set(part)) for part in zip(*pairs, strict=True))
            total += places * periods
            present += len(pairs)
    return total - present, total


def _citable(frame: pd.DataFrame) -> pd.DataFrame:
    if "source" not in frame:
        raise ValueError(
            f"a frame in `uses` has no column 'source' (it has {', '.join(map(str, frame))}); "
            "pass the frames as read from the data package"
        )
    published = frame.get("published")
    return pd.DataFrame({"source": frame["source"], "published": published}, dtype="str")


def source_label(source: Mapping[str, str], lang: str) -> str:
    """Name a source in a few words of a language: its publisher and the year."""
    year = str(source["published"])[:4]
    publisher = source_publisher(source, lang)
    return f"{publisher}, {year}" if year else publisher


def source_publisher(source: Mapping[str, str], lang: str) -> str:
    """Name the issuer of a source: in English by its English name, if it has one."""
    return (lang == "en" and source["publisher_en"]) or source["publisher"]


def source_title(source: Mapping[str, str], lang: str) -> str:
    """Return the title of a source, in English with its translation in square brackets.

    A title that is official in English stands first, and the Chinese one behind it.
    """
    title, english = source["title"], source["title_en"]
    if lang != "en" or not english:
        return title
    return f"{title} {english}" if english.startswith("[") else f"{english} ({title})"


def _note(rows: pd.DataFrame, grades: dict, missing: tuple[int, int], words: Words, as_of) -> str:
    if not len(rows):
        if as_of is None:
            return words("No data on record.")
        return words("Nothing is on record as of {day}.", day=Period(as_of))
    counted = Listed([f"{grade} {n}" for grade, n in grades.items()], ",")
    parts = [Statement(N_("{n:,} rows (by grade: {grades})"), {"n": len(rows), "grades": counted})]
    newest = rows["published"].dropna().max()
    if isinstance(newest, str):
        parts.append(Statement(N_("newest published {day}"), {"day": Period(newest)}))
    absent, total = missing
    if absent:
        template = N_("missing {absent:,} of {total:,} combinations of place and period")
        parts.append(Statement(template, {"absent": absent, "total": total}))
    said = Listed(parts, ";")
    if as_of:
        return words("As known on {day}: {said}.", day=Period(as_of), said=said)
    return words("{said}.", said=said)
