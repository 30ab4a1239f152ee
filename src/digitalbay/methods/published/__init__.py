"""Worked examples from print: their data, and the answers to be reproduced.

``tables.csv`` says where each table is from, ``works.csv`` what each section of answers cites.
``answers.csv`` holds the answers: their name, whose they are, the tolerance of their print, and the
values, or the table and column that hold them (``=table: column``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

_HERE = Path(__file__).parent


def table(name: str) -> pd.DataFrame:
    """Return a published table; its first column is the index."""
    return pd.read_csv(_HERE / f"{name}.csv", index_col=0)


def works(section: str) -> list[str]:
    """Return the publications that a section of answers is from."""
    cited = pd.read_csv(_HERE / "works.csv")
    return cited.loc[cited["section"] == section, "work"].tolist()


def compared(section: str, computed: Mapping[str, object]) -> pd.DataFrame:
    """Put the published answers of a section beside what was computed.

    Parameters
    ----------
    section : as in ``answers.csv``
    computed : for each answer, by its English name, a number or several; a Series is compared with
        a table's column by unit

    Returns
    -------
    DataFrame
        For each answer en, zh, origin ("published", "constructed", …), tolerance, values (how
        many), within (how many are), and expected, computed and difference of the pair that
        differs most, rounded to two digits beyond the tolerance: the last ones differ between
        processors.

    Raises
    ------
    KeyError
        If not all answers of the section, and only these, were computed.
    """
    answers = pd.read_csv(_HERE / "answers.csv", keep_default_na=False)
    answers = answers[answers["section"] == section].set_index("en", drop=False)
    if apart := set(answers.index) ^ set(computed):
        raise KeyError(f"{section}: computed or expected only: {', '.join(sorted(apart))}")
    rows = [_pair(answer, computed[name]) for name, answer in answers.iterrows()]
    return answers.reset_index(drop=True).drop(columns="expected").join(pd.DataFrame(rows))


def _pair(answer: pd.Series, found: object) -> dict:
    expected, computed = _expected(answer["expected"], found), np.ravel(np.asarray(found, float))
    digits = 2 - int(np.floor(np.log10(answer["tolerance"]))) if answer["tolerance"] else 2
    apart = np.abs(expected - computed)
    worst = int(np.argmax(np.round(apart, digits)))
    return {
        "values": len(expected),
        "within": int((apart <= answer["tolerance"]).sum()),
        "expected": expected[worst],
        "computed": round(computed[worst], digits),
        "difference": round(apart[worst], digits),
    }


def _expected(text: str, found: pd.Series | pd.DataFrame) -> np.ndarray:
    if not text.startswith("="):
        return np.array([float(value) for value in text.split()])
    name, _, column = text.removeprefix("=").partition(": ")
    values = table(name)[column]
    return values.loc[found.index].to_numpy(float)
