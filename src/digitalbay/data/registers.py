"""The tables beside the observations: policies, machines, cases and claims."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from digitalbay.data.left_out import dated, keep
from digitalbay.data.package import load
from digitalbay.data.periods import as_day, last_day
from digitalbay.data.recorder import recorded

WITHIN = {"cities", "departments"}
"""What a case may join on one side of a border."""


@recorded
def documents(as_of: str | date | None = None) -> pd.DataFrame:
    """Return the policy documents, or those issued by the day `as_of`.

    As of a day, undated ones are left out and counted in `attrs["left_out"]`.

    Columns: document, title_zh, title_en, issuers (separated by ；), level, area, kind, issued,
    effective, document_no, themes (separated by spaces), horizon_start, horizon_end, source,
    note, grade. Dates are texts of reduced precision.

    >>> len(db.documents(as_of="2018")) < len(db.documents())
    True
    """
    return _by(_graded("documents"), "issued", as_of)


@recorded
def targets(
    indicator: str | Iterable[str] | None = None,
    *,
    areas: str | Iterable[str] | None = None,
    as_of: str | date | None = None,
) -> pd.DataFrame:
    """Return what policy documents promise, or what they had promised by the day `as_of`.

    Columns: target, document, indicator, area, period (when due), value (float64, in the
    indicator's unit), qualifier, published, source, note, grade.

    >>> db.targets(as_of="1990").empty
    True
    """
    frame = _where(_where(_graded("targets"), "indicator", indicator), "area", areas)
    return _by(frame, "published", as_of)


@recorded
def terms(term: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Return how often terms occur in policy texts.

    Columns: corpus, area, year (Int64), document, characters (Int64), term, count (Int64),
    source, per_10k (occurrences per 10,000 characters).

    >>> some = db.terms()["term"].iat[0]
    >>> set(db.terms(some)["term"]) == {some}
    True
    """
    frame = _where(load().table("terms"), "term", term)
    return frame.assign(per_10k=(frame["count"] * 10_000 / frame["characters"]).astype("float64"))


@recorded
def events(as_of: str | date | None = None) -> pd.DataFrame:
    """Return milestones, or those that had happened by the day `as_of`.

    Columns: event, date, area, kind, name_en, name_zh, source, note, grade.

    >>> len(db.events(as_of="2018")) < len(db.events())
    True
    """
    return _by(_graded("events"), "date", as_of)


@recorded
def top500(lists: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Return machines on TOP500 lists, or on the lists named (YYYY-MM).

    Columns: list, rank (Int64), name, computer, site, country, area (empty if unknown), cores,
    rmax_tflops, rpeak_tflops, power_kw, source.

    >>> set(db.top500("2022-06")["list"])
    {'2022-06'}
    """
    return _where(load().table("top500"), "list", lists)


@recorded
def cases(
    grades: Iterable[str] | None = ("A", "B"), as_of: str | date | None = None
) -> pd.DataFrame:
    """Return documented cases of digital governance: a convenience sample, never a score.

    With `as_of`, those whose source had been published by the day. `attrs["left_out"]` counts
    those of other grades and, as of a day, those whose source bears no date.
    Columns: case, name_zh, name_en, owner_zh, owner_en, area, year (Int64), theme, section,
    joins (whom the case serves together or brings together: sides of the region, several cities
    or departments), grade, source, note, cross_border (whether it joins two sides).

    >>> set(db.cases()["grade"]) <= {"A", "B"}
    True
    """
    frame = load().table("cases")
    published = load().table("sources").set_index("source")["published"]
    sides = frame["joins"].map(lambda names: len({*names.split()} - WITHIN))
    frame = frame.assign(cross_border=sides > 1, published=frame["source"].map(published))
    known = _by(frame, "published", as_of).drop(columns="published")
    if grades is None:
        return known
    return keep(known, known["grade"].isin(list(grades)), "grade").reset_index(drop=True)


@recorded
def ledger(claim: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Return the report's claims.

    Columns: claim, section, kind (date, quotation, judgement, consistency), claim_en, claim_zh,
    notebook.

    >>> db.ledger("H1")["kind"].tolist()
    ['judgement']
    """
    return _where(load().table("claims"), "claim", claim)


@recorded
def rules(claim: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Return the rules that decide claims, by claim and version.

    Columns: claim, version (Int64), rule_en, rule_zh, dated, commit, reason_en, reason_zh.

    >>> db.rules("H1")["version"].is_monotonic_increasing
    True
    """
    return _where(load().table("rules"), "claim", claim)


@recorded
def expectations(as_of: str | date | None = None) -> pd.DataFrame:
    """Return what is expected of values not yet published, or what had been by the day `as_of`.

    Columns: expectation, section, indicator, area, period, since, operator, against, reference,
    threshold (float64), unit, due, source, publisher_en, publisher_zh, statement_en, statement_zh,
    reason_en, reason_zh, wrong_en, wrong_zh, registered, supersedes, digest, grade (of the source
    of the date). `digitalbay.claims.expectations` tells their states.

    >>> db.expectations(as_of="1990").empty
    True
    """
    return _by(_graded("expectations"), "registered", as_of)


@recorded
def contents() -> pd.DataFrame:
    """Return the entries of the report's table of contents and where they are answered.

    Columns: entry, title_zh, title_en, notebook, part (Int64; which second-level section of the
    notebook, 0 for all of it).

    >>> db.contents().columns.tolist()
    ['entry', 'title_zh', 'title_en', 'notebook', 'part']
    """
    return load().table("contents")


def _graded(table: str) -> pd.DataFrame:
    sources = load().table("sources").set_index("source")["grade"]
    frame = load().table(table)
    return frame.assign(grade=frame["source"].map(sources))


def _by(frame: pd.DataFrame, column: str, as_of: str | date | None) -> pd.DataFrame:
    if as_of is None:
        return frame
    day = as_day(as_of)
    known = frame[column].map(lambda text: text == "" or last_day(text) <= day).astype("bool")
    return dated(frame[known], column).reset_index(drop=True)


def _where(frame: pd.DataFrame, column: str, names: str | Iterable[str] | None) -> pd.DataFrame:
    if names is None:
        return frame
    wanted = [names] if isinstance(names, str) else list(names)
    return frame[frame[column].isin(wanted)].reset_index(drop=True)
