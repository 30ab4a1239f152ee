"""What a decision is, and how a claim follows from its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from digitalbay.statements import Joined, Statement

VERDICTS = ("supported", "partly", "contradicted", "not_testable")
REPORT = "2022-12-31"  # the report bears the year 2022; the rules speak of its end


@dataclass(frozen=True)
class Decision:
    """A verdict with what it rests on.

    Parameters
    ----------
    verdict : "supported", "partly", "contradicted" or "not_testable"
    because : the deciding facts as a statement, written in the reader's language where it is shown
    rows : frames, as read from the data package, whose rows decide
    facts : numbers and names that a chapter may want beyond the statement
    weaker : the verdict if evidence of grade C counts too; "" where that was not asked

    Raises
    ------
    ValueError
        If the verdict is none of the four.
    """

    verdict: str
    because: Statement | Joined
    rows: Sequence[pd.DataFrame]
    facts: Mapping[str, Any] = field(default_factory=dict)
    weaker: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"verdict is {self.verdict!r}; expected one of {VERDICTS}")
