"""H5d: do enterprises and society take part too little?"""

from __future__ import annotations

import re

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Portion, Statement

from .decision import Decision
from .shares import SEPARATOR, interval, percent, shares_of

STANDARD = 0.5  # the report gives none; fixed in advance by the rule
SYSTEMS = ("digital_government", "digital_society", "digital_economy")
_GOVERNMENT = re.compile(
    r"(局|厅|处|署|委|政府|法院|海关|银行|省|市|区|新区|园区|合作区|片区|街道|镇|办公室|办|机关"
    r"|管委会|立法会|发展基金|税务|单位|中心|部|院|军)$"
)
_OUTSIDE = re.compile(r"公司|集团|大学|研究院|供销|协会|商会|学会|联合会|交易所|应用创新服务中心")


def h5d(as_of: str | None = None) -> Decision:
    """Do enterprises and society take part too little? See `decide_h5d`."""
    return decide_h5d(db.cases(as_of=as_of))


def decide_h5d(cases: pd.DataFrame) -> Decision:
    """Are fewer than half of the documented cases owned with others than government?

    Every owner of a case that is not a body of government counts: an enterprise, whoever owns it,
    a university or research institute, a social organisation. Cases count from the day their
    source was published.

    cases: as `db.cases` returns them.

    Facts: n, partnered (how many are), share, low, high (Wilson 95% interval, between 0 and 1, or
    None), rest (the share without the digital economy, or None).
    """
    cases = db.attested(cases)
    rest = cases.loc[cases["theme"] != "digital_economy", "owner_zh"]
    n, k = len(cases), sum(map(partnered, cases["owner_zh"]))
    found = share, low, high = interval(k, n)
    if found[0] is None:
        verdict = "not_testable"
    elif found[2] < STANDARD:
        verdict = "supported"
    else:
        verdict = "contradicted" if found[1] > STANDARD else "partly"
    facts = {
        "n": n,
        "partnered": k,
        "share": share,
        "low": low,
        "high": high,
        "rest": sum(map(partnered, rest)) / len(rest) if len(rest) else None,
    }
    return Decision(verdict, _because(facts, verdict), [cases], facts)


def partnered(owners: str) -> bool:
    """Tell whether the owners of a case include one that is not a body of government."""
    bodies = [re.sub(r"（[^）]*）", "", owner).strip() for owner in owners.split(SEPARATOR)]
    return any(
        bool(body) and (bool(_OUTSIDE.search(body)) or not _GOVERNMENT.search(body))
        for body in bodies
    )


def partner_shares(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the share of cases owned with others, by system and of all.

    Columns of `shares.SHARE`; groups: those of `SYSTEMS` and all.
    """
    groups = {system: cases.loc[cases["theme"] == system, "owner_zh"] for system in SYSTEMS}
    return shares_of(groups | {"all": cases["owner_zh"]}, {"partnered": partnered})


_BELOW = N_(
    "Among the documented cases, {k} have an enterprise, university or social organisation among"
    " their owners: {share}% (95% interval {low}–{high}), below the one half fixed in advance. The"
    " cases are a sample of convenience."
)
_OWNED = N_(
    "Among the documented cases, {k} have an enterprise, university or social organisation among"
    " their owners: {share}% (95% interval {low}–{high}). The cases are a sample of convenience."
)
_NONE = N_("No case was on record.")


def _because(facts: dict, verdict: str) -> Statement:
    if not facts["n"]:
        return Statement(_NONE)
    told: dict[str, object] = {key: percent(facts[key]) for key in ("share", "low", "high")}
    told["k"] = Portion(facts["partnered"], facts["n"])
    return Statement(_BELOW if verdict == "supported" else _OWNED, told)
