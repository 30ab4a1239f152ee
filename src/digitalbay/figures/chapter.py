"""What a notebook calls to publish a figure, a table, a key figure or a verdict.

Each call displays one output that carries everything the book needs: the Vega-Lite spec or the
rows, a text that stands for it, and, in the output's metadata under ``digitalbay``, its id,
caption, alternative text, sources and note. The outputs are deterministic, so that they can be
committed and compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd
from IPython.display import publish_display_data

import digitalbay as db

from .language import Translator, localised, to_traditional
from .mime import CHART, RECORD, TABLE
from .provenance import Provenance

VERDICTS = ("supported", "partly", "contradicted", "not_testable")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Chapter:
    """One notebook run: its language, the date as of which it speaks, and its outputs.

    Parameters
    ----------
    lang : {"en", "zh-Hans", "zh-Hant"}
    as_of : str or None
        ISO date; figures say that they show what was known on it. None is the newest vintage.
    labels : mapping of English label to simplified Chinese
    """

    def __init__(self, lang: str, as_of: str | None, labels: Mapping[str, str]):
        self.text = Translator(lang, labels)
        self.lang = lang
        self.as_of = as_of
        self._labels: dict[tuple[str, str], str] = {}

    def label(self, kind: str, key: str) -> str:
        """Name of an area, indicator, unit or other row of the data package.

        Parameters
        ----------
        kind : identifying column of its table, such as "area" or "indicator"
        key : its value
        """
        if (kind, key) not in self._labels:
            text = db.data.label(kind, key, self.lang)
            # Areas bring their own traditional names; other tables have none.
            traditional = self.lang == "zh-Hant" and kind != "area"
            self._labels[kind, key] = to_traditional(text) if traditional else text
        return self._labels[kind, key]

    def per(self, en: float, zh: float) -> float:
        """What large numbers are divided by: English may count in millions, Chinese in 万."""
        return en if self.lang == "en" else zh

    def figure(
        self,
        chart: alt.TopLevelMixin,
        *,
        id: str,
        caption: str,
        alt: str,
        uses: Sequence = (),
        cites: Sequence[str] = (),
        data: pd.DataFrame | None = None,
    ) -> None:
        """Publish a chart.

        Parameters
        ----------
        chart : Altair chart; its width and colours may be left to the book's theme
        id : kebab-case name, unique in the notebook; the anchor of the figure
        caption : what the figure shows, and when
        alt : the finding, for a reader who cannot see it
        uses : the frames, as read from the data package, that the chart is made from; their
            ``source``, ``published`` and grades become its sources and its note
        cites : references, instead of ``uses``, for a chart made from publications rather than
            from the data package
        data : what to offer as the figure's table; by default the chart's own data

        Raises
        ------
        ValueError
            If the id is malformed or taken, or caption, alt or uses is empty.
        """
        spec = chart.to_dict()
        spec.pop("config", None)
        meta = self.described("figure", id, caption, uses, cites=cites, alt=alt)
        meta["data"] = _rows(spec, data)
        self.publish({CHART: spec}, meta, f"{caption}\n{alt}\n{meta['note']}")

    def table(
        self,
        frame: pd.DataFrame,
        *,
        id: str,
        caption: str,
        uses: Sequence = (),
        cites: Sequence[str] = (),
        source: str | None = None,
    ) -> None:
        """Publish a table; its columns are headed as in the frame, its index is not shown.

        ``source`` names a column that holds keys of sources: the page makes links of them.

        Parameters and errors as in :meth:`figure`.
        """
        meta = self.described("table", id, caption, uses, cites=cites)
        if source:
            meta["source"] = _linked(meta, frame, source)
        shown = frame.reset_index(drop=True)
        bundle = {TABLE: _resource(shown), "text/html": shown.to_html(index=False, border=0)}
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

        Raises ValueError as :meth:`figure` does.
        """
        layout = {"key": key, "title": title, "under": list(under), "also": list(also)}
        layout |= {
            "filters": {name: list(values) for name, values in filters.items()},
            "printed": list(printed),
        }
        meta = self.described("table", id, caption, uses) | {"explorer": layout}
        meta["source"] = _linked(meta, frame, source)
        shown = frame.reset_index(drop=True)
        html = shown[layout["printed"]].to_html(index=False, border=0)
        bundle = {TABLE: _resource(shown), "text/html": html}
        self.publish(bundle, meta, f"{caption}\n{meta['note']}")

    def key(self, name: str, value: float | int | str | None, form: str = "{}") -> None:
        """Record a key figure, which the prose cites as ``{key}`name```.

        Parameters
        ----------
        name : kebab-case, unique in the notebook
        value : number or text; None or NaN reads "not yet known"
        form : format of the number, with ``{}`` for the value
        """
        _checked(name)
        known = value is not None and not pd.isna(value)
        if isinstance(value, float) or hasattr(value, "item"):
            value = _significant(float(value)) if known else None
        text = form.format(value) if known else _UNKNOWN[self.lang]
        record = {"kind": "key", "name": name, "value": value if known else None, "text": text}
        self.publish({RECORD: record}, {"kind": "key"}, f"{name} = {text}")

    def verdict(self, claim: str, verdict: str, *, because: str, rows: Sequence) -> None:
        """Record the verdict on a claim of the ledger, and show it.

        Parameters
        ----------
        claim : id in the ledger
        verdict : "supported", "partly", "contradicted" or "not_testable"
        because : one sentence that states the deciding facts
        rows : the frames whose rows decide; their sources are cited

        Raises
        ------
        ValueError
            If the verdict is none of the four.
        """
        if verdict not in VERDICTS:
            raise ValueError(f"verdict on {claim} is {verdict!r}; expected one of {VERDICTS}")
        provenance = Provenance.of(rows, self.lang, self.as_of)
        record = {
            "kind": "verdict",
            "claim": claim,
            "verdict": verdict,
            "because": _required("because", because),
            "sources": provenance.sources,
        }
        self.publish({RECORD: record}, {"kind": "verdict"}, f"{claim}: {verdict}. {because}")

    def described(
        self,
        kind: str,
        id: str,
        caption: str,
        uses: Sequence,
        *,
        cites: Sequence[str] = (),
        alt: str | None = None,
    ) -> dict:
        """Return what the book must know about an output; for what `publish` shows.

        Raises ValueError as :meth:`figure` does.
        """
        _checked(id)
        meta = {"kind": kind, "id": id, "caption": _required("caption", caption)}
        if alt is not None:
            meta["alt"] = _required("alt", alt)
        if cites:
            return meta | {"sources": [], "note": _cited(cites, self.lang)}
        if not len(uses):
            raise ValueError(f"{kind} {id}: uses is empty; name the frames it is made from")
        provenance = Provenance.of(uses, self.lang, self.as_of)
        return meta | {"sources": provenance.sources, "note": provenance.note}

    def publish(self, bundle: dict, meta: dict, text: str) -> None:
        """Display an output: its forms by MIME type, what `described` says of it, and its text."""
        publish_display_data({**_stable(bundle), "text/plain": text}, {"digitalbay": meta})


def _cited(cites: Sequence[str], lang: str) -> str:
    listed = localised(lang, "; ", "；").join(_required("a reference", cite) for cite in cites)
    return localised(lang, "Reference: {}.", "文献：{}。").format(listed)


_UNKNOWN = {"en": "not yet known", "zh-Hans": "尚未公布", "zh-Hant": "尚未公布"}


def _rows(spec: dict, data: pd.DataFrame | None) -> dict | list:
    """The rows behind a chart: given, or by the name under which the spec holds them."""
    if data is not None:
        return _stable(json.loads(data.to_json(orient="records", double_precision=10)))
    name = spec.get("data", {}).get("name")
    if name is None:
        raise ValueError("the chart has no data of its own for the figure's table; pass `data`")
    return {"dataset": name}


def _resource(frame: pd.DataFrame) -> dict:
    resource = json.loads(frame.to_json(orient="table", index=False, double_precision=10))
    resource["schema"].pop("pandas_version", None)
    return _stable(resource)


def _linked(meta: dict, frame: pd.DataFrame, column: str) -> str:
    missing = set(frame[column]) - {source["source"] for source in meta["sources"]}
    if missing:
        raise ValueError(f"{meta['id']}: sources of no frame in uses: {', '.join(sorted(missing))}")
    return column


def _checked(id: str) -> None:
    # Uniqueness is checked when the book collects a notebook's outputs: here, a cell run twice
    # in JupyterLab replaces its own output.
    if not _ID.fullmatch(id):
        raise ValueError(f"id {id!r}; expected kebab-case such as 'gdp-by-city'")


def _required(name: str, text: str) -> str:
    if not text.strip():
        raise ValueError(f"{name} is empty")
    return text


def _significant(value: float) -> float:
    return float(f"{value:.10g}")


def _stable(value):
    """Round floats to ten significant digits: the last ones differ between processors."""
    if isinstance(value, float):
        return _significant(value)
    if isinstance(value, dict):
        return {k: _stable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_stable(v) for v in value]
    return value
