"""Where a figure's numbers come from, in one line a reader can check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Listed, Period, Statement

from . import gaps
from .given import required
from .language import Words, localised
from .omissions import omissions, places, said


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
    def of(
        cls,
        frames: Sequence[pd.DataFrame],
        words: Words,
        as_of: str | None,
        drawn: pd.DataFrame | None = None,
    ) -> Provenance:
        """Sum up the rows of frames that carry a ``source`` column; drawn: as in `credited`."""
        named = pd.concat([_named(frame) for frame in frames], ignore_index=True)
        counts = dict(Counter(named.dropna().tolist()).most_common())
        table = db.sources([*counts]).to_dict("records") if counts else []
        about = {row["source"]: row for row in table}
        sources = [{"source": key, "label": source_label(about[key], words.lang)} for key in counts]
        grades: Counter[str] = Counter()
        for key, count in counts.items():
            grades[about[key]["grade"]] += count
        counted = dict(sorted(grades.items()))
        return cls(sources, _note(len(named), counted, frames, words, as_of, drawn))


def credited(
    uses: Sequence[pd.DataFrame], drawn: pd.DataFrame | None, words: Words, as_of: str | None
) -> dict:
    """Return what an output says of its rows: ``sources``, ``note``, and ``left_out`` if any are.

    uses: the frames it is made from; drawn: the frame that is shown, by default these.
    """
    provenance = Provenance.of(uses, words, as_of, drawn)
    found: dict[str, Any] = {"sources": provenance.sources, "note": provenance.note}
    if not (left_out := omissions(uses, drawn)).empty:
        found["note"] += words.gap + said(left_out, words)
        found["left_out"] = places(left_out)
    return found


def referenced(works: Sequence[str], words: Words) -> dict:
    """Return what an output says of the publications it is made from, as `credited` does."""
    listed = [required("a reference", work) for work in works]
    return {"sources": [], "note": words("Reference: {works}.", works=Listed(listed, ";"))}


def _named(frame: pd.DataFrame) -> pd.Series:
    """Return the key of each row's source."""
    if "source" not in frame:
        raise ValueError(
            f"a frame in `uses` has no column 'source' (it has {', '.join(map(str, frame))}); "
            "pass the frames as read from the data package"
        )
    return frame["source"].astype("str")


def _newest(frames: Sequence[pd.DataFrame]) -> str | None:
    """Return the newest day on which values were published that are of no later copy."""
    found = []
    for frame in (frame for frame in frames if "published" in frame):
        days = frame["published"]
        if "vintage" in frame:
            days = days[frame["vintage"] != "later"]
        found += days.dropna().unique().tolist()
    return max(found, default=None)


def source_label(source: Mapping[str, str], lang: str) -> str:
    """Name a source in a few words of a language: its publisher and the year."""
    year = str(source["published"])[:4]
    publisher = source_publisher(source, lang)
    comma = ", " if lang == "en" else "，"
    return f"{publisher}{comma}{year}" if year else publisher


def source_publisher(source: Mapping[str, str], lang: str) -> str:
    """Name the issuer of a source by its name in a language, if it has one.

    Who signs in Chinese is named as it signs, in both Chinese editions.
    """
    if lang == "en":
        return source["publisher_en"] or source["publisher"]
    own = source["publisher"] if not source["publisher_zh"] else ""
    # Semicolons stand between sources.
    return (own or localised(lang, "", source["publisher_zh"])).replace("；", "、")


def source_title(source: Mapping[str, str], lang: str) -> str:
    """Return the title of a source, in English with its translation in square brackets.

    A title that is official in English stands first, and the Chinese one behind it.
    """
    title, english = source["title"], source["title_en"]
    if lang != "en" or not english:
        return title
    return f"{title} {english}" if english.startswith("[") else f"{english} ({title})"


def with_later(text: str, frames: Sequence[pd.DataFrame], words: Words) -> str:
    """Return a text with how many values of frames are of a copy later than the day asked of."""
    n = sum(int((frame["vintage"] == "later").sum()) for frame in frames if "vintage" in frame)
    if not n:
        return text
    said = N_("{n:,} of these values were public by then but are held only in a later copy.")
    return text + words.gap + words(said, n=n)


def absent(frames: Sequence[pd.DataFrame], words: Words, as_of: str) -> str:
    """Say why frames are empty on a day: not published, where the calendar says so, or not held."""
    left_out = {state for frame in frames for state in frame.attrs.get("left_out", ())}
    day = Period(as_of)
    if not left_out:
        return words("Nothing is on record as of {day}.", day=day)
    if left_out == {"unpublished"}:
        return words("Nothing had been published by {day}.", day=day)
    return words("No vintage from before {day} is held.", day=day)


def _note(
    n: int,
    grades: Mapping[str, int],
    frames: Sequence[pd.DataFrame],
    words: Words,
    as_of: str | None,
    drawn: pd.DataFrame | None,
) -> str:
    if not n:
        return absent(frames, words, as_of) if as_of else words("No data on record.")
    counted = Listed([f"{grade} {count}" for grade, count in grades.items()], ",")
    parts = [
        Statement(
            N_("{n:,} rows of the data (by grade of evidence: {grades})"),
            {"n": n, "grades": counted},
        )
    ]
    if (newest := _newest(frames)) is not None:
        parts.append(Statement(N_("the newest published {day}"), {"day": Period(newest)}))
    said = Listed(parts, ";")
    form = N_("As known on {day}: {said}.") if as_of else N_("{said}.")
    note = words(form, said=said, **({"day": Period(as_of)} if as_of else {}))
    found = [note, gaps.said(*gaps.lacking(frames, drawn), words)]
    return with_later(words.gap.join(part for part in found if part), frames, words)
