"""Policy modelling consistency (PMC) index of policy texts.

Reference: Ruiz Estrada (2011) J. Policy Modeling 33(3), doi:10.1016/j.jpolmod.2011.02.003.
"""

from collections.abc import Mapping

import pandas as pd

from digitalbay.methods import ensure

# Usual grades, as shares of the maximum: they were set for ten variables.
GRADES = {0.9: "perfect", 0.7: "excellent", 0.5: "acceptable", 0.0: "poor"}


def pmc_index(x: pd.DataFrame, variables: Mapping | pd.Series) -> pd.DataFrame:
    """PMC = sum over variables of the share of their sub-variables that the policy meets.

    Parameters
    ----------
    x : DataFrame, policies × sub-variables, 0 or 1, complete
    variables : main variable of each sub-variable

    Returns
    -------
    DataFrame by policy: a column for each variable, ``PMC`` (at most the number of
    variables), and ``grade``: perfect from 90 %, excellent from 70 %, acceptable from 50 % of
    that maximum, which are the usual 9, 7 and 5 of 10.

    Raises
    ------
    ValueError
        A value other than 0 and 1, or a sub-variable without variable.

    Examples
    --------
    >>> x = pd.DataFrame({"a1": [1, 0], "a2": [1, 1], "b1": [1, 0]}, index=["plan", "notice"])
    >>> pmc_index(x, {"a1": "a", "a2": "a", "b1": "b"})["PMC"].to_dict()
    {'plan': 2.0, 'notice': 0.5}
    """
    x = ensure.table(x)
    bad = ~x.isin([0, 1])
    if bad.any(axis=None):
        raise ValueError(
            f"the PMC index needs 0 or 1 everywhere, not so: {ensure.named(bad.any())} of "
            f"{ensure.named(bad.any(axis=1))}"
        )
    variables = ensure.every(variables, x.columns, "variable", "sub-variable", further=True)
    taken = sorted({"PMC", "grade"} & set(variables))
    if taken:
        raise ValueError(f"variables can't be called {taken}: these are the results")
    table = x.T.groupby(variables, sort=False).mean().T
    share = table.mean(axis=1)
    table["PMC"] = table.sum(axis=1)
    grade = [next(g for limit, g in GRADES.items() if s >= limit - 1e-12) for s in share]
    table["grade"] = pd.Categorical(grade, list(GRADES.values())[::-1], ordered=True)
    return table
