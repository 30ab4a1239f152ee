"""H5b: is coordination across departments insufficient?"""

import re

import digitalbay as db

from .shares import SEPARATOR, guangdong, wilson
from .verdicts import Decision


def h5b(as_of=None) -> Decision:
    """Is coordination insufficient? Documents issued jointly, Guangdong against the nation.

    Documents of Guangdong are those of provincial or city level for the province, its cities and
    districts, or the Bay Area; national ones those of national level. Both of grade A or B and
    dated 2015–2022. Joint are those with two or more issuers, or with one "and others"; a Party
    body with a government body counts as two. Undated documents can't be placed and are left out.
    """
    documents = db.documents(as_of=as_of)
    documents = documents[documents["grade"].isin(["A", "B"])]
    years = documents["issued"].str[:4]
    dated = documents[years.between("2015", "2022")]
    local = dated[
        dated["level"].isin(["provincial", "city"])
        & (dated["area"].isin(guangdong()) | (dated["area"] == "gba"))
    ]
    national = dated[dated["level"] == "national"]
    n, joint = len(local), int(local["issuers"].map(jointly).sum())
    m, joint_national = len(national), int(national["issuers"].map(jointly).sum())
    low, high = wilson(joint, n)
    share = joint_national / m if m else None
    if n and m and high < share:
        verdict = "supported"
    elif n and m and low > share:
        verdict = "contradicted"
    elif n >= 20 and m >= 20:
        verdict = "partly"
    else:
        verdict = "not_testable"
    facts = {
        "n": n,
        "joint": joint,
        "joint_departments": int(local["issuers"].map(departments).sum()),
        "joint_departments_national": int(national["issuers"].map(departments).sum()),
        "share": joint / n if n else None,
        "low": low,
        "high": high,
        "n_national": m,
        "joint_national": joint_national,
        "share_national": share,
        "undated": int((documents["issued"] == "").sum()),
    }
    return Decision(verdict, facts, [local, national])


def jointly(issuers: str) -> bool:
    """Tell whether a document was issued by two or more bodies."""
    plain = re.sub(r"（[^）]*）", "", issuers)
    return len(plain.split(SEPARATOR)) > 1 or bool(
        re.search(r"等(\d+|[一-十]+)?(部门|部委)?$", plain)
    )


def departments(issuers: str) -> bool:
    """Tell the same of bodies of government alone: a Party body with one of them is not enough."""
    bodies = [body for body in issuers.split(SEPARATOR) if not body.startswith("中共")]
    return bool(bodies) and jointly(SEPARATOR.join(bodies))
