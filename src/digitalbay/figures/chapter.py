"""What a notebook calls to publish a figure, a table, facts or a verdict.

Each call displays one output, the same at every run, that carries everything the book needs: the
Vega-Lite spec or the rows, a text that stands for it, and, in its metadata under ``digitalbay``,
its id, finding, caption, alternative text, sources and note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partialmethod
from string import Formatter

import altair as alt
import pandas as pd
from IPython.display import publish_display_data

from digitalbay.claims.decision import Decision
from digitalbay.data.tables import TEXTS

from .beside import figure_words, table_words, verdict_words
from .columns import Column
from .frames import behind, explored, html, plain, publishable, resource
from .given import LEFT_OUT, bare, identified, linked, needed, noted, required
from .guarantees import card, drawn, guaranteed, spec_of
from .joins import Breaks, check_lines, lines_of
from .kinds import over_time, planes, ranked
from .language import Words
from .mime import CHART, RECORD, TABLE
from .prepared import Drawing
from .provenance import Provenance, credited, referenced
from .scope import measures_of, scope
from .verdicts import judged


class Chapter:
    """One notebook run: its language, the date as of which it speaks, and its outputs.

    name: of the notebook, without ending; its catalog holds the words. as_of: ISO date; figures say
    that they show what was known on it. None is the newest vintage. From the first one on, pandas
    keeps texts as objects: with Arrow's arrays, of small frames, runs take half as long again.

    >>> Chapter("prices", "en", None).text("{n} cities", n=9)
    '9 cities'
    """

    def __init__(self, name: str, lang: str, as_of: str | None):
        pd.set_option(*TEXTS)
        self.name, self.words = name, Words(lang, name)
        self.lang, self.as_of = lang, as_of
        self._facts: dict[str, object] = {}

    def text(self, text: str, **values: object) -> str:
        """Return a text in the language of the run, its ``{placeholders}`` filled.

        What is not given is looked up among the facts recorded so far. Where a value was not known
        on the chosen day, the whole text says so instead.

        Raises KeyError if a placeholder is neither given nor a fact.
        """
        for _literal, name, _form, _conversion in Formatter().parse(text):
            if name and name not in values:
                if name not in self._facts:
                    raise KeyError(f"{text!r}: no fact {name!r}; record it by chapter.facts")
                values[name] = self._facts[name]
        return self.words(text, **values)

    def label(self, kind: str, key: str) -> str:
        """Name of an area, indicator, unit or other row of the data package."""
        return self.words.label(kind, key)

    def per(self, en: float, zh: float) -> float:
        """What large numbers are divided by: English may count in millions, Chinese in 万."""
        return en if self.lang == "en" else zh

    def facts(self, **values: object) -> None:
        """Record values computed once: ``theil_last`` is cited in prose as ``{key}`theil-last```.

        Parameters
        ----------
        values : numbers, texts or values of `digitalbay.statements`; findings, captions and
            verdicts may name them as placeholders. None and NaN read "not on record".
        """
        record = {}
        for name, value in values.items():
            self._facts[name] = value
            fact = {"value": bare(value), "text": self.words.write(value)}
            record[identified(name.replace("_", "-"))] = fact
        text = "\n".join(f"{name} = {fact['text']}" for name, fact in record.items())
        self.publish({RECORD: {"kind": "facts", "facts": record}}, {"kind": "facts"}, text)

    def draw(
        self,
        kind: Callable[..., Drawing],
        frame: pd.DataFrame = LEFT_OUT,
        *,
        id: str = LEFT_OUT,
        finding: str = LEFT_OUT,
        caption: str = LEFT_OUT,
        uses: Sequence = (),
        cites: Sequence[str] = (),
        alt: str | None = None,
        **how: object,
    ) -> None:
        """Publish a chart of one of the book's kinds; `lines`, `bars` and others call it.

        Parameters
        ----------
        frame : what is drawn; empty, a card says that nothing was known
        id : kebab-case name, unique in the book; the anchor of the figure
        finding : its title: what the figure shows to be so
        caption : what is drawn: of what, where, when, in which unit
        uses : the frames, as read from the data package, that it is made from; their ``source``,
            ``published`` and grades become its sources and its note
        cites : references, instead of ``uses``, for a chart made from publications
        alt : for a reader who cannot see it; by default its kind and the finding
        how : what the kind takes, such as ``x``, ``y``, ``color``, ``panel``

        Raises ValueError if the id is malformed, a text or ``uses`` is empty, a column is missing
        or a line crosses a break; TypeError, which names the call, without a frame or a text.
        """
        needed(f"chapter.{kind.__name__}", frame=frame, id=id, finding=finding, caption=caption)
        meta = self.described("figure", id, caption, uses, frame, cites=cites, finding=finding)
        drawing = drawn(kind, frame, self.words, how)
        meta["alt"] = alt or self.words("{kind}. {finding}", kind=drawing.kind, finding=finding)
        spec = spec_of(drawing.chart)
        meta["scope"] = scope(measures_of(spec, drawing.columns), frame, uses, self.words)
        where = f"{self.name}, figure {id}"
        check_lines(drawing.joined, Breaks.of(uses, self.words), where)
        meta["data"] = behind(drawing, spec, self.words, where) if drawing.columns else []
        meta["note"] = noted(meta["note"], drawing, self.words)
        self.publish_figure({CHART: spec}, meta)

    lines = partialmethod(draw, over_time.lines)
    columns = partialmethod(draw, over_time.columns)
    timeline = partialmethod(draw, over_time.timeline)
    bars = partialmethod(draw, ranked.bars)
    dots = partialmethod(draw, ranked.dots)
    intervals = partialmethod(draw, ranked.intervals)
    heatmap = partialmethod(draw, planes.heatmap)
    scatter = partialmethod(draw, planes.scatter)
    map = partialmethod(draw, planes.map)

    def figure(
        self,
        chart: alt.TopLevelMixin,
        *,
        id: str,
        finding: str,
        caption: str,
        uses: Sequence = (),
        cites: Sequence[str] = (),
        alt: str | None = None,
        data: pd.DataFrame,
    ) -> None:
        """Publish a chart that no kind has a word for.

        Parameters
        ----------
        chart : Altair chart; its width and colours may be left to the book's theme
        data : what to offer as the figure's table, its columns headed for readers
        id, finding, caption, uses, cites, alt : as in `draw`

        Raises
        ------
        ValueError
            If it breaks what every figure guarantees: a column without a title, an axis in local
            time, a bound drawn as a value, a line across a break.
        """
        meta = self.described("figure", id, caption, uses, data, cites=cites, finding=finding)
        chart = chart if len(data) else card(self.words).chart
        where = f"{self.name}, figure {id}"
        spec = guaranteed(spec_of(chart), where)
        check_lines(lines_of(spec), Breaks.of(uses, self.words), where)
        meta["alt"] = alt or finding
        meta["scope"] = scope(measures_of(spec), data, uses, self.words)
        meta["data"] = resource(data, self.words, where)["data"]
        self.publish_figure({CHART: spec}, meta)

    def table(
        self,
        frame: pd.DataFrame,
        *,
        id: str,
        caption: str,
        uses: Sequence = (),
        cites: Sequence[str] = (),
        columns: Sequence[str | Column] | None = None,
        source: str | None = None,
    ) -> None:
        """Publish a table; its index is not shown.

        Parameters
        ----------
        columns : which columns, in order, with their titles and formats, as for figures; without
            it the frame is shown whole, headed as it is
        source : a column that holds keys of sources: the page makes links of them
        id, caption, uses, cites : as in `draw`

        Raises
        ------
        ValueError
            As `draw`, and if columns are not headed by different texts.
        """
        meta = self.described("table", id, caption, uses, frame, cites=cites)
        where = f"{self.name}, table {id}"
        found = resource(frame, self.words, where, columns)
        if source:
            meta["source"] = linked(source, found["data"], meta["sources"], where)
        bundle = {TABLE: found, "text/html": table_words(html(found), meta, self.words)}
        self.publish(bundle, meta, f"{caption}\n{plain(found)}\n{meta['note']}")

    def explorer(
        self,
        frame: pd.DataFrame,
        *,
        id: str,
        caption: str,
        uses: Sequence,
        key: str,
        title: str,
        source: str,
        filters: Mapping[str, Sequence],
        printed: Sequence[str],
        under: Sequence[str] = (),
        also: Sequence[str] = (),
    ) -> None:
        """Publish a long table that readers filter and search.

        Parameters
        ----------
        frame : one row for each thing, in the order of the page
        key : column that identifies a row; not shown, the row's anchor is ``<id>-<key>``
        title, under : the column named first, and those that stand below it in the same cell
        source : column of keys of sources, shown as links
        filters : columns to filter by, each with its values in order
        printed : columns of the plain table in print
        also : columns that are searched but not shown

        Raises ValueError as `table` does.
        """
        layout: dict = {"key": key, "title": title, "under": list(under), "also": list(also)}
        layout |= {"filters": {n: list(of) for n, of in filters.items()}, "printed": list(printed)}
        where = f"{self.name}, explorer {id}"
        meta = self.described("table", id, caption, uses, frame)
        found = resource(frame, self.words, where)
        meta["explorer"] = explored(found, layout, where)
        meta["source"] = linked(source, found["data"], meta["sources"], where)
        printed = html(resource(frame[layout["printed"]], self.words, where))
        bundle = {TABLE: found, "text/html": table_words(printed, meta, self.words)}
        self.publish(bundle, meta, f"{caption}\n{meta['note']}")

    def verdict(self, claim: str, decision: Decision) -> None:
        """Record the verdict on a claim of the ledger, and show it.

        Parameters
        ----------
        claim : id in the ledger
        decision : what its rule in `digitalbay.claims` decided
        """
        sources = Provenance.of(decision.rows, self.words, self.as_of).sources
        record = {"kind": "verdict", "claim": claim, **judged(decision, self.words)}
        record["sources"] = sources
        text = f"{claim}: {decision.verdict}. {record['because']}"
        bundle = {RECORD: record, "text/html": verdict_words(record, self.words)}
        self.publish(bundle, {"kind": "verdict"}, text)

    def described(
        self,
        kind: str,
        id: str,
        caption: str,
        uses: Sequence,
        drawn: pd.DataFrame | None = None,
        *,
        cites: Sequence[str] = (),
        finding: str | None = None,
    ) -> dict:
        """Return what the book must know about an output; for what `publish` shows.

        drawn: the frame that is shown, by default those in ``uses``.
        Raises ValueError as `draw` does.
        """
        meta = {"kind": kind, "id": identified(id), "caption": required("caption", caption)}
        if finding is not None:
            meta["finding"] = required("finding", finding)
        if cites:
            return meta | referenced(cites, self.words)
        if not len(uses):
            raise ValueError(f"{kind} {id}: uses is empty; name the frames it is made from")
        return meta | credited(uses, drawn, self.words, self.as_of)

    def publish_figure(self, bundle: dict, meta: dict) -> None:
        """Display a figure, and its words below it, which a page shows in its own way."""
        self.publish(bundle, meta, meta["alt"])
        self.publish(*figure_words(meta, self.words))

    def publish(self, bundle: dict, meta: dict, text: str) -> None:
        """Display an output: its forms by MIME type, what `described` says of it, and its text."""
        publish_display_data(*publishable({**bundle, "text/plain": text}, {"digitalbay": meta}))
