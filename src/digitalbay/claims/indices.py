"""Published indices beside each other and beside the order by size: do they say more than it?"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from digitalbay.methods import pairwise_agreement

LEAST = 3  # cities in common, below which the order of two says nothing
PLACING = ("rank", "tier", "grade_level")  # units in which an index places cities


def newest_positions(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the newest edition of each index that places at least two cities."""
    several = rows.groupby(["indicator", "period"])["area"].transform("nunique") >= 2
    rows = rows[several]
    newest = rows.groupby("indicator")["period"].transform("max")
    return rows[rows["period"] == newest]


def orders(positions: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return indices × cities, smaller is better; a bound is no place.

    positions: of `newest_positions`; indicators: the table, which says what direction is better.
    """
    exact = positions[positions["qualifier"] == ""]
    better = indicators.set_index("indicator")["direction"]
    higher = exact["indicator"].map(better).eq("higher")
    exact = exact.assign(place=exact["value"].mask(higher, -exact["value"]))
    return exact.pivot(index="indicator", columns="area", values="place")


def others_behind(positions: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return the positions with ``ahead``, the share of an index's other cities that are behind.

    positions: of `newest_positions`; placed: their `orders`, in which a bound is missing.
    """
    others = placed.count(axis=1) - 1
    behind = placed.rank(axis=1).rsub(others + 1, axis=0).div(others, axis=0)
    ahead = behind.stack().rename("ahead").reset_index()
    return positions.merge(ahead, on=["indicator", "area"], how="left")


def agreement(table: pd.DataFrame) -> pd.DataFrame:
    """Return how often each two indices put two cities in the same order.

    table: of `orders`. Columns: first, second, n (cities in common), concordant (share of pairs of
    cities in one order, ties by half; missing with fewer than `LEAST` cities), pairs (of cities).
    """
    found = pairwise_agreement(table, min_common=LEAST).reset_index()
    return found.assign(pairs=found["n"] * (found["n"] - 1) // 2).drop(columns="tau")


def both_ways(found: pd.DataFrame, by_size: pd.DataFrame) -> pd.DataFrame:
    """Return each pair that has a share twice, the second time turned round, and size first.

    found: of `agreement`; by_size: of `beside_size`.
    """
    told = found[found["concordant"].notna()]
    turned = pd.concat([told, by_size]).rename(columns={"first": "second", "second": "first"})
    return pd.concat([told, turned])


def order_kept(revised: pd.DataFrame) -> float | None:
    """Return the share in per cent of pairs of cities in one order by first and newest values.

    revised: rows of one indicator and period, with area, first and newest.
    """
    if len(revised) < 2:
        return None
    found = pairwise_agreement(revised.set_index("area")[["first", "newest"]].T)["concordant"]
    return float(100 * found.iloc[-1])


def pooled(found: pd.DataFrame) -> float | None:
    """Return the share in per cent of all pairs of cities in one order, over all comparisons."""
    known = found.dropna(subset=["concordant"])
    whole = known["pairs"].sum()
    return float(100 * (known["concordant"] * known["pairs"]).sum() / whole) if whole else None


def beside_size(table: pd.DataFrame, size: pd.Series) -> pd.DataFrame:
    """Return `agreement` of each index with the order of the same cities by size, largest first.

    size: by city; cities without it are left out. In the column second stands "size".
    """
    by_size = size.rank(ascending=False).to_frame("size").T
    found = agreement(pd.concat([table.reindex(columns=size.index), by_size]))
    return found[found["second"] == "size"]


def beyond_size(table: pd.DataFrame, size: pd.Series, publishers: pd.Series) -> dict[str, int]:
    """Count how often a second index contradicts the order by size as a first one does.

    Two indices of one source are not compared, nor pairs of cities that either of them ties.

    publishers: source by index. Keys: against (times that a first index contradicts the order by
    size), joined (times that a second one contradicts it too), along (times that a first agrees
    with it), left (times that a second one contradicts it then).
    """
    counts = dict.fromkeys(["against", "joined", "along", "left"], 0)
    for pair in combinations(table.index, 2):
        if publishers[pair[0]] == publishers[pair[1]]:
            continue
        both = table.loc[list(pair)].T.join(-size.rename("size"), how="inner").dropna()
        if len(both) < LEAST:
            continue
        i, j = np.triu_indices(len(both), 1)
        one, other, by_size = np.sign(both.to_numpy()[i] - both.to_numpy()[j]).T
        told = (one != 0) & (other != 0) & (by_size != 0)
        for first, second in ((one, other), (other, one)):
            against, contradicts = told & (first != by_size), second != by_size
            along = told & (first == by_size)
            counts["against"] += int(against.sum())
            counts["joined"] += int((against & contradicts).sum())
            counts["along"] += int(along.sum())
            counts["left"] += int((along & contradicts).sum())
    return counts
