"""What a decision is, and how a claim follows from its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from digitalbay.statements import Joined, Named, Statement

if TYPE_CHECKING:
    from .readings import Readings

VERDICTS = ("supported", "partly", "contradicted", "not_testable")
# Why a claim can't be tested: nobody publishes what decides it; we did not find it; or what is
# published, such as a bound, leaves it open.
LACKS = ("unpublished", "unfound", "open")
REPORT = "2022-12-31"  # the report bears the year 2022; the rules speak of its end


@dataclass(frozen=True)
class Part:
    """A part of a claim that is decided apart, such as one of several targets.

    name: of the part; verdict, lack: as of a decision; because: what decides it, if more is to be
    said.
    """

    name: Statement | Named
    verdict: str
    lack: str = ""
    because: Statement | Joined | None = None


@dataclass(frozen=True)
class Decision:
    """A verdict with what it rests on.

    Parameters
    ----------
    verdict : "supported", "partly", "contradicted" or "not_testable"
    because : the deciding facts as a statement, written in the reader's language where it is shown
    rows : frames, as read from the data package, whose rows decide
    facts : numbers and names that a chapter may want beyond the statement
    lack : why the claim is not testable, of `LACKS`: "unfound" if the rule does not say; "" of any
        other verdict
    readings : what other thresholds give, where one decides
    weaker : the verdict if evidence of grade C counts too; "" where that was not asked
    earlier : the verdicts by older rules of the claim, by version, if this one is the newest;
        each with the verdict if evidence of grade C counts too

    parts : parts of the claim that are decided apart, where it has several targets

    Raises
    ------
    ValueError
        If the verdict is none of the four, or the lack none of the three.
    """

    verdict: str
    because: Statement | Joined
    rows: Sequence[pd.DataFrame]
    facts: Mapping[str, Any] = field(default_factory=dict)
    lack: str = ""
    readings: Readings | None = None
    weaker: str = ""
    earlier: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    parts: Sequence[Part] = ()

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"verdict is {self.verdict!r}; expected one of {VERDICTS}")
        lack = (self.lack or "unfound") if self.verdict == "not_testable" else ""
        object.__setattr__(self, "lack", lack)
        if self.lack and self.lack not in LACKS:
            raise ValueError(f"lack is {self.lack!r}; expected one of {LACKS}")
