"""H5d: do enterprises and society take part too little?"""

import re

from .shares import SEPARATOR, known_cases, wilson
from .verdicts import Decision


def h5d(as_of=None) -> Decision:
    """Do enterprises and society take part too little? Owners of the documented cases.

    Every owner of a case that is not a body of government counts: an enterprise, whoever owns it,
    a university or research institute, a social organisation. Cases count from the day their
    source was published.
    """
    cases = known_cases(as_of)
    n, k = len(cases), int(cases["owner_zh"].map(partnered).sum())
    low, high = wilson(k, n)
    if not n:
        verdict = "not_testable"
    elif high < 0.5:
        verdict = "supported"
    elif low > 0.5:
        verdict = "contradicted"
    else:
        verdict = "partly"
    facts = {"n": n, "partnered": k, "share": k / n if n else None, "low": low, "high": high}
    return Decision(verdict, facts, [cases])


_GOVERNMENT = re.compile(
    r"(局|厅|处|署|委|政府|法院|海关|银行|省|市|区|新区|园区|合作区|片区|街道|镇|办公室|办|机关"
    r"|管委会|立法会|发展基金|税务|单位|中心|部|院|军)$"
)


_OUTSIDE = re.compile(r"公司|集团|大学|研究院|供销|协会|商会|学会|联合会|交易所|应用创新服务中心")


def partnered(owners: str) -> bool:
    """Tell whether the owners of a case include one that is not a body of government."""
    bodies = [re.sub(r"（[^）]*）", "", owner).strip() for owner in owners.split(SEPARATOR)]
    return any(
        bool(body) and (bool(_OUTSIDE.search(body)) or not _GOVERNMENT.search(body))
        for body in bodies
    )
