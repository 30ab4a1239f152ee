"""What a notebook calls to publish a figure, a table, facts or a verdict.

Each call displays one output that carries everything the book needs: the Vega-Lite spec or the
rows, a text that stands for it, and, in the output's metadata under ``digitalbay``, its id,
finding, caption, alternative text, sources and note. The outputs are deterministic, so that they
can be committed and compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partialmethod
from string import Formatter

import altair as alt
import pandas as pd
from IPython.display import publish_display_data

from digitalbay.claims.decision import Decision
from digitalbay.statements import Listed, Named, Number, Period

from .columns import Column
from .frames import checked, resource, significant, tabulated
from .guarantees import guaranteed
from .kinds import over_time, planes, ranked
from .language import Words
from .mime import CHART, RECORD, TABLE
from .prepared import Drawing
from .provenance import Provenance

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Chapter:
    """One notebook run: its language, the date as of which it speaks, and its outputs.

    Parameters
    ----------
    name : of the notebook, without ending; its catalog holds the words
    lang : {"en", "zh-Hans", "zh-Hant"}
    as_of : str or None
        ISO date; figures say that they show what was known on it. None is the newest vintage.
    """

    def __init__(self, name: str, lang: str, as_of: str | None):
        self.name = name
        self.words = Words(lang, name)
        self.lang = lang
        self.as_of = as_of
        self._facts: dict[str, object] = {}

    def text(self, text: str, **values: object) -> str:
        """Return a text in the language of the run, its ``{placeholders}`` filled.

        What is not given is looked up among the facts recorded so far. Where a value was not known
        on the chosen day, the whole text says so instead.

        Raises
        ------
        KeyError
            If a placeholder is neither given nor a fact.
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
            verdicts may name them as placeholders. None and NaN read "not yet known".
        """
        record = {}
        for name, value in values.items():
            self._facts[name] = value
            record[_checked(name.replace("_", "-"))] = {
                "value": _bare(value),
                "text": self.words.write(value),
            }
        text = "\n".join(f"{name} = {fact['text']}" for name, fact in record.items())
        self.publish({RECORD: {"kind": "facts", "facts": record}}, {"kind": "facts"}, text)

    def draw(
        self,
        kind: Callable[..., Drawing],
        frame: pd.DataFrame,
        *,
        id: str,
        finding: str,
        caption: str,
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

        Raises
        ------
        ValueError
            If the id is malformed, a text or ``uses`` is empty, or a column is missing.
        """
        meta = self.described("figure", id, caption, uses, cites=cites, finding=finding)
        drawing = kind(frame, self.words, **how) if len(frame) else self._card()
        meta["alt"] = alt or self.words("{kind}. {finding}", kind=drawing.kind, finding=finding)
        spec = _spec(drawing.chart)
        heads = {c.name: c.title for c in drawing.columns if c.title}
        meta["data"] = _behind(drawing, spec, heads) if len(frame) else []
        self.publish({CHART: spec}, meta, f"{finding}\n{caption}\n{meta['note']}")

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
            If the chart breaks what every figure guarantees: a column without a title, an axis
            in local time, a bound drawn as a value.
        """
        meta = self.described("figure", id, caption, uses, cites=cites, finding=finding)
        chart, data = (chart, data) if len(data) else (self._card().chart, data)
        spec = guaranteed(_spec(chart), f"{self.name}, figure {id}")
        meta["alt"] = alt or finding
        meta["data"] = resource(checked(data, f"{self.name}, figure {id}"))["data"]
        self.publish({CHART: spec}, meta, f"{finding}\n{caption}\n{meta['note']}")

    def _card(self) -> Drawing:
        said = pd.DataFrame({"text": [self.words("Nothing was known on the chosen day.")]})
        mark = alt.Chart(said).mark_text(fontSize=13).encode(text="text:N")
        return Drawing(mark.properties(width=480, height=60), [], self.words("Card"))

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
        meta = self.described("table", id, caption, uses, cites=cites)
        if columns is not None:
            frame = tabulated(frame, columns, self.words)
        shown = checked(frame, f"{self.name}, table {id}").reset_index(drop=True)
        if source:
            meta["source"] = _linked(meta, shown, source)
        bundle = {TABLE: resource(shown), "text/html": shown.to_html(index=False, border=0)}
        self.publish(bundle, meta, f"{caption}\n{shown.to_string(index=False)}\n{meta['note']}")

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
        layout = {"key": key, "title": title, "under": list(under), "also": list(also)}
        layout |= {
            "filters": {name: list(values) for name, values in filters.items()},
            "printed": list(printed),
        }
        meta = self.described("table", id, caption, uses) | {"explorer": layout}
        shown = checked(frame, f"{self.name}, explorer {id}").reset_index(drop=True)
        meta["source"] = _linked(meta, shown, source)
        html = shown[layout["printed"]].to_html(index=False, border=0)
        self.publish(
            {TABLE: resource(shown), "text/html": html}, meta, f"{caption}\n{meta['note']}"
        )

    def verdict(self, claim: str, decision: Decision) -> None:
        """Record the verdict on a claim of the ledger, and show it.

        Parameters
        ----------
        claim : id in the ledger
        decision : what its rule in `digitalbay.claims` decided
        """
        because = self.words.write(decision.because)
        record = {
            "kind": "verdict",
            "claim": claim,
            "verdict": decision.verdict,
            "because": because,
            "sources": Provenance.of(decision.rows, self.words, self.as_of).sources,
        }
        text = f"{claim}: {decision.verdict}. {because}"
        self.publish({RECORD: record}, {"kind": "verdict"}, text)

    def described(
        self,
        kind: str,
        id: str,
        caption: str,
        uses: Sequence,
        *,
        cites: Sequence[str] = (),
        finding: str | None = None,
    ) -> dict:
        """Return what the book must know about an output; for what `publish` shows.

        Raises ValueError as `draw` does.
        """
        meta = {"kind": kind, "id": _checked(id), "caption": _required("caption", caption)}
        if finding is not None:
            meta["finding"] = _required("finding", finding)
        if cites:
            listed = [_required("a reference", cite) for cite in cites]
            note = self.words("Reference: {works}.", works=Listed(listed, ";"))
            return meta | {"sources": [], "note": note}
        if not len(uses):
            raise ValueError(f"{kind} {id}: uses is empty; name the frames it is made from")
        provenance = Provenance.of(uses, self.words, self.as_of)
        return meta | {"sources": provenance.sources, "note": provenance.note}

    def publish(self, bundle: dict, meta: dict, text: str) -> None:
        """Display an output: its forms by MIME type, what `described` says of it, and its text."""
        publish_display_data({**significant(bundle), "text/plain": text}, {"digitalbay": meta})


def _spec(chart: alt.TopLevelMixin) -> dict:
    spec = chart.to_dict()
    spec.pop("config", None)
    return spec


def _behind(drawing: Drawing, spec: dict, heads: Mapping[str, str]) -> dict | list:
    """The rows behind a chart: given, or the first dataset with all columns, by its name."""
    if drawing.rows is not None:
        return resource(drawing.rows[list(heads)].rename(columns=heads))["data"]
    for name, rows in spec.get("datasets", {}).items():
        if rows and set(heads) <= set(rows[0]):
            return {"dataset": name, "heads": dict(heads)}
    raise ValueError(f"no data of the chart has the columns {', '.join(heads)}")


def _bare(value: object) -> object:
    """The value itself, for who reads key figures as data."""
    match value:
        case Number():
            value = value.value
        case Period():
            value = value.text
        case Named():
            value = value.key
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "item"):
        value = value.item()
    return significant(value) if isinstance(value, int | float) else None


def _linked(meta: dict, frame: pd.DataFrame, column: str) -> str:
    missing = set(frame[column]) - {source["source"] for source in meta["sources"]}
    if missing:
        raise ValueError(f"{meta['id']}: sources of no frame in uses: {', '.join(sorted(missing))}")
    return column


def _checked(id: str) -> str:
    # Uniqueness is checked when the book collects a notebook's outputs: here, a cell run twice
    # in JupyterLab replaces its own output.
    if not _ID.fullmatch(id):
        raise ValueError(f"id {id!r}; expected kebab-case such as 'gdp-by-city'")
    return id


def _required(name: str, text: str) -> str:
    if not text.strip():
        raise ValueError(f"{name} is empty")
    return text
