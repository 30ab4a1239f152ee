"""H5b: is coordination across departments insufficient?"""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

import digitalbay as db
from digitalbay.statements import N_, Portion, Statement

from .decision import Decision
from .shares import SEPARATOR, Interval, interval, of_guangdong, percent, shares_of

YEARS = ("2015", "2022")
LEAST = 20  # documents on each side without which a difference that is not certain says nothing


def h5b(as_of: str | None = None) -> Decision:
    """Is coordination insufficient? See `decide_h5b`."""
    return decide_h5b(db.documents(as_of=as_of), of_guangdong(db.areas()))


def decide_h5b(documents: pd.DataFrame, guangdong: Collection[str]) -> Decision:
    """Are fewer documents issued jointly in Guangdong than nationally, 2015–2022?

    Documents of Guangdong are those of provincial or city level for the province, its cities and
    districts, or the Bay Area; national ones those of national level. Both of grade A or B. Joint
    is as `jointly` says. Undated documents can't be placed and are left out.

    documents: as `db.documents` returns them; guangdong: keys of areas.

    Facts: n, joint, share, low, high (of Guangdong; share and Wilson 95% interval between 0 and
    1), n_national, joint_national, share_national, joint_departments and
    joint_departments_national (joint by `departments`), undated (how many). Shares of nothing are
    None. The rows are those of Guangdong and the national ones.
    """
    local, national = papers(documents, guangdong)
    n, m = len(local), len(national)
    joint, joint_national = (sum(map(jointly, part["issuers"])) for part in (local, national))
    share, low, high = interval(joint, n)
    share_national = joint_national / m if m else None
    verdict = _by_rule(min(n, m), interval(joint, n), share_national)
    facts = {
        "n": n,
        "joint": joint,
        "share": share,
        "low": low,
        "high": high,
        "n_national": m,
        "joint_national": joint_national,
        "share_national": share_national,
        "joint_departments": sum(map(departments, local["issuers"])),
        "joint_departments_national": sum(map(departments, national["issuers"])),
        "undated": int((db.attested(documents)["issued"] == "").sum()),
    }
    return Decision(verdict, _because(facts), [local, national], facts)


def papers(
    documents: pd.DataFrame, guangdong: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return documents of 2015 to 2022 of grade A or B: of Guangdong and its cities, national.

    documents: as `db.documents` returns them; guangdong: keys of areas.
    """
    here = documents["area"].isin([*guangdong, "gba"])
    local = documents[documents["level"].isin(["provincial", "city"]) & here]
    return _of_the_years(local), _of_the_years(documents[documents["level"] == "national"])


def _of_the_years(documents: pd.DataFrame) -> pd.DataFrame:
    dated = db.dated(documents, "issued")
    return db.attested(dated[dated["issued"].str[:4].between(*YEARS)])


def _by_rule(least: int, share: Interval, national: float | None) -> str:
    if share[0] is None or national is None:
        return "not_testable"
    _share, low, high = share
    if high < national:
        return "supported"
    if low > national:
        return "contradicted"
    return "partly" if least >= LEAST else "not_testable"


def jointly(issuers: str) -> bool:
    """Tell whether a document was issued by two or more bodies, or by one "and others".

    A Party body with a government body counts as two.
    """
    plain = re.sub(r"（[^）]*）", "", issuers)
    return len(plain.split(SEPARATOR)) > 1 or bool(
        re.search(r"等(\d+|[一-十]+)?(部门|部委)?$", plain)
    )


def departments(issuers: str) -> bool:
    """Tell the same of bodies of government alone: a Party body with one of them is not enough."""
    bodies = [body for body in issuers.split(SEPARATOR) if not body.startswith("中共")]
    return bool(bodies) and jointly(SEPARATOR.join(bodies))


def joint_shares(local: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of documents issued jointly, on both definitions.

    local, national: as `papers` returns them. Columns of `shares.SHARE`; groups: national, local,
    provincial, city; tests: issuers (any two), departments (two bodies of government).
    """
    groups = {
        "national": national["issuers"],
        "local": local["issuers"],
        **{
            level: local.loc[local["level"] == level, "issuers"] for level in ("provincial", "city")
        },
    }
    return shares_of(groups, {"issuers": jointly, "departments": departments})


_JOINT = N_(
    "In Guangdong and its cities {joint} documents were issued jointly ({share}%, 95% interval"
    " {low}–{high}), against {joint_national} national ones ({national}%). The collection is not a"
    " sample of a register, and joint issue is only one form of coordination."
)
_FEW = N_("Too few documents are recorded on one of the two sides.")


def _because(facts: dict) -> Statement:
    if not facts["n"] or not facts["n_national"]:
        return Statement(_FEW)
    told = {
        "joint": Portion(facts["joint"], facts["n"]),
        "joint_national": Portion(facts["joint_national"], facts["n_national"]),
        "national": percent(facts["share_national"]),
        **{key: percent(facts[key]) for key in ("share", "low", "high")},
    }
    return Statement(_JOINT, told)
