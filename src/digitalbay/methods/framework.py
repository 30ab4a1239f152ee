"""The tree of indicators: who is summed into what, with which weight and direction."""

from dataclasses import dataclass, field

import networkx as nx
import numpy as np
import pandas as pd

from digitalbay.methods import ensure

DIRECTIONS = (1, -1)


@dataclass(frozen=True, eq=False)
class Framework:
    """A rooted tree whose leaves are indicators and whose other nodes are aggregates.

    Parameters
    ----------
    table : DataFrame
        One row per node, with columns
        ``code``; ``parent`` (missing for the root); ``weight`` within its siblings
        (optional: equal); ``direction`` of an indicator, +1 (more is better) or -1
        (optional: +1). Further columns are kept.

    Raises
    ------
    ValueError
        Missing or duplicated code, unknown parent, cycle, not exactly one root, unknown direction,
        a direction of -1 or a denominator of an aggregate, a weight of the root other than 1,
        weights of siblings that are negative or don't sum to 1.

    Examples
    --------
    >>> tree = Framework(pd.DataFrame({
    ...     "code": ["index", "access", "use", "lines", "price", "users"],
    ...     "parent": [None, "index", "index", "access", "access", "use"],
    ...     "weight": [None, 0.4, 0.6, 0.5, 0.5, 1.0],
    ...     "direction": [1, 1, 1, 1, -1, 1]}))
    >>> tree.effective_weights().to_dict()
    {'lines': 0.2, 'price': 0.2, 'users': 0.6}
    """

    table: pd.DataFrame
    indicators: list = field(init=False)
    aggregates: list = field(init=False)
    _children: dict = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check the table, fill defaults, order the nodes bottom-up."""
        if not isinstance(self.table, pd.DataFrame):
            raise ValueError(f"expected a DataFrame of nodes, got {type(self.table).__name__}")
        table = self.table.copy()
        _columns(table)
        ensure.no_duplicates(table["code"], "code")
        table = table.set_index("code", drop=False)
        graph = _tree(table["parent"])
        depth = nx.shortest_path_length(graph, next(nx.topological_sort(graph)))
        table["depth"] = pd.Series(depth)
        leaf = pd.Series({code: graph.out_degree(code) == 0 for code in table.index})
        table["direction"] = _directions(table)
        _indicators_only(table, leaf)
        table["weight"] = _sibling_weights(table)
        aggregates = table.index[~leaf]
        by_depth = sorted(aggregates, key=lambda code: -depth[code])
        for name, value in {
            "table": table,
            "indicators": table.index[leaf].tolist(),
            "aggregates": by_depth,
            "_children": {code: list(graph.successors(code)) for code in by_depth},
        }.items():
            object.__setattr__(self, name, value)

    @property
    def root(self) -> str:
        """Code of the index."""
        return self.aggregates[-1]

    @property
    def nodes(self) -> list:
        """Indicators, then aggregates from the deepest to the root."""
        return self.indicators + self.aggregates

    @property
    def directions(self) -> pd.Series:
        """+1 or -1 of each indicator."""
        return self.table.loc[self.indicators, "direction"]

    @property
    def weights(self) -> pd.Series:
        """Weight of every node within its siblings; the root has 1."""
        return self.table.loc[self.nodes, "weight"]

    def children(self, code: str) -> list:
        """Codes directly below an aggregate."""
        if code not in self._children:
            raise ValueError(f"not an aggregate of this framework: {code!r}")
        return list(self._children[code])

    def leaves(self, code: str) -> list:
        """Indicators below a node (itself, if it is one)."""
        if code not in self._children:
            if code not in self.table.index:
                raise ValueError(f"not a node of this framework: {code!r}")
            return [code]
        return [leaf for child in self._children[code] for leaf in self.leaves(child)]

    def height(self) -> int:
        """Number of levels of aggregation between indicators and index."""
        return int(self.table["depth"].max())

    def effective_weights(self) -> pd.Series:
        """Weight of each indicator in the index: the product of weights up to the root."""
        parent, weight = self.table["parent"], self.table["weight"]
        effective = {}
        for code in self.indicators:
            node, product = code, 1.0
            while node != self.root:
                product *= weight[node]
                node = parent[node]
            effective[code] = product
        return pd.Series(effective, name="weight")

    def with_weights(self, weights: pd.Series) -> "Framework":
        """Return the same tree with these effective weights of the indicators.

        A node's weight within its siblings becomes its share of their indicators' weights.
        """
        weights = ensure.weights(weights, self.indicators)
        return self.with_mass({code: weights[self.leaves(code)].sum() for code in self.nodes})

    def without(self, *codes: str) -> "Framework":
        """Return the tree without these indicators; their siblings inherit their weight.

        An aggregate left empty goes too.
        """
        unknown = set(codes) - set(self.indicators)
        if unknown:
            raise ValueError(f"not an indicator of this framework: {sorted(unknown, key=str)}")
        kept = set(self.indicators) - set(codes)
        if not kept:
            raise ValueError("a framework needs at least one indicator, none would be left")
        nodes = [code for code in self.table.index if kept & set(self.leaves(code))]
        table = self.table.loc[nodes].drop(columns="weight")
        return Framework(table).with_mass(self.weights)

    def denominated(self) -> "Framework":
        """Return the same tree for data that are divided already: without denominators."""
        return Framework(self.table.drop(columns="denominator", errors="ignore"))

    def with_mass(self, mass: dict | pd.Series) -> "Framework":
        """Return the tree with weights proportional to the nodes' mass within siblings.

        Siblings without any mass get equal weights.
        """
        table = self.table.copy()
        for children in self._children.values():
            share = np.array([mass[code] for code in children])
            total = share.sum()
            equal = np.full(len(children), 1 / len(children))
            table.loc[children, "weight"] = share / total if total > 0 else equal
        return Framework(table)


def _columns(table: pd.DataFrame) -> None:
    absent = [name for name in ("code", "parent") if name not in table]
    if absent:
        raise ValueError(f"a framework needs columns code and parent, missing {absent}")
    if table["code"].isna().any():
        rows = table.index[table["code"].isna()].tolist()
        raise ValueError(f"every node needs a code, not so in rows {rows}")


def _tree(parent: pd.Series) -> nx.DiGraph:
    """Directed tree, parents to children, of a Series of parents by code."""
    unknown = sorted(set(parent.dropna()) - set(parent.index), key=str)
    if unknown:
        raise ValueError(f"unknown parent: {unknown}; every parent needs a row of its own")
    graph = nx.DiGraph()
    graph.add_nodes_from(parent.index)
    graph.add_edges_from((up, code) for code, up in parent.dropna().items())
    if not nx.is_directed_acyclic_graph(graph):
        loop = [up for up, _ in nx.find_cycle(graph)]
        raise ValueError(f"cyclic framework: {' -> '.join(map(str, [*loop, loop[0]]))}")
    roots = [code for code, degree in graph.in_degree() if degree == 0]
    if len(roots) != 1:
        raise ValueError(f"a framework needs exactly one root, got {roots}")
    if graph.number_of_nodes() == 1:
        raise ValueError(f"a framework needs at least one indicator below {roots[0]!r}")
    return graph


def _directions(table: pd.DataFrame) -> pd.Series:
    if "direction" not in table:
        return pd.Series(1, index=table.index)
    direction = table["direction"].fillna(1)
    bad = ~direction.isin(DIRECTIONS)
    if bad.any():
        raise ValueError(
            f"unknown direction {direction[bad].to_dict()}: expected 1 (more is better) or -1"
        )
    return direction.astype(int)


def _indicators_only(table: pd.DataFrame, leaf: pd.Series) -> None:
    """Refuse what would be ignored: only indicators have a direction and a denominator."""
    turned = table.index[~leaf & (table["direction"] < 0)].tolist()
    if turned:
        raise ValueError(f"direction -1 of aggregates {turned}: turn their indicators round")
    if "denominator" in table:
        divided = table.index[~leaf & table["denominator"].notna()].tolist()
        if divided:
            raise ValueError(f"denominators of aggregates {divided}: only indicators are divided")


def _sibling_weights(table: pd.DataFrame) -> pd.Series:
    weight = table["weight"] if "weight" in table else pd.Series(np.nan, index=table.index)
    try:
        weight = weight.astype(float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"weights must be numbers: {error}") from error
    root = weight[table["parent"].isna()].fillna(1.0)
    if (root != 1).any():
        raise ValueError(f"the root has weight 1, got {root.to_dict()}")
    weight = weight.where(table["parent"].notna(), 1.0)
    filled = []
    for parent, given in weight.groupby(table["parent"]):
        w = given.fillna(1 / len(given)) if given.isna().all() else given
        try:
            filled.append(ensure.weights(w, w.index))
        except ValueError as error:
            raise ValueError(f"below {parent!r}: {error}") from error
    return pd.concat([weight[table["parent"].isna()], *filled]).reindex(table.index)
