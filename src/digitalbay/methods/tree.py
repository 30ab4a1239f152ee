"""A framework as arrays, so that many draws of weights and scores are computed at once.

Axes as in `kernels`; the axis of nodes runs over indicators, then aggregates up to the root.
"""

from collections.abc import Callable

import numpy as np

from digitalbay.methods import kernels, ordinal
from digitalbay.methods.framework import Framework

Array = np.ndarray
MEANS = {
    "arithmetic": kernels.arithmetic,
    "geometric": kernels.geometric,
    "harmonic": kernels.harmonic,
}
ORDINAL = {"borda": ordinal.borda, "copeland": ordinal.copeland, "kemeny": ordinal.kemeny}


class Tree:
    """Positions of the nodes of a framework."""

    def __init__(self, framework: Framework) -> None:
        """Look up positions once."""
        nodes = framework.nodes
        position = {code: i for i, code in enumerate(nodes)}
        self.n_leaves = len(framework.indicators)
        self.n_nodes = len(nodes)
        self.parents = [
            (
                position[code],
                np.array([position[child] for child in framework.children(code)]),
                int(framework.table.loc[code, "depth"]),
            )
            for code in framework.aggregates
        ]
        self.below = np.zeros((self.n_nodes, self.n_leaves))
        for code in nodes:
            self.below[position[code], [position[leaf] for leaf in framework.leaves(code)]] = 1
        self.direction = framework.directions.to_numpy()

    def local(self, effective: Array) -> Array:
        """Weights within siblings from effective weights of the indicators."""
        return self.renormalised(np.tensordot(self.below, effective, 1))

    def renormalised(self, mass: Array) -> Array:
        """Weights that sum to 1 within siblings, in proportion to mass.

        An aggregate whose children have no mass loses its own.
        """
        w = np.array(mass, dtype=float)
        for parent, children, _ in self.parents:
            total = w[children].sum(0)
            w[parent] = np.where(total > 0, w[parent], 0)
            share = w[children] / np.where(total > 0, total, 1)
            w[children] = np.where(total > 0, share, 1 / len(children))
        w[-1] = 1
        return w

    def effective(self, local: Array) -> Array:
        """Effective weights of the indicators: products of weights up to the root."""
        w = np.array(local, dtype=float)
        for parent, children, _ in reversed(self.parents):
            w[children] *= w[parent]
        return w[: self.n_leaves]

    def scores(self, z: Array, local: Array, rules: tuple[str, ...]) -> Array:
        """Scores of every node, units × nodes, by one rule for each level from the bottom.

        The last rule is the root's; levels below the first rule use the first. An ordinal
        rule scores a node from all indicators below it.
        """
        if rules[0] in ORDINAL:
            return self._ordinal(z, local, ORDINAL[rules[0]])
        scores = np.empty((len(z), self.n_nodes, *z.shape[2:]))
        scores[:, : self.n_leaves] = z
        for parent, children, depth in self.parents:
            mean = MEANS[rules[max(len(rules) - 1 - depth, 0)]]
            scores[:, parent] = mean(scores[:, children], local[children])
        return scores

    def index(self, z: Array, local: Array, rules: tuple[str, ...]) -> Array:
        """Scores of the root alone."""
        if rules[0] in ORDINAL:
            return ORDINAL[rules[0]](z, self.effective(local))
        return self.scores(z, local, rules)[:, -1]

    def _ordinal(self, z: Array, local: Array, rule: Callable[[Array, Array], Array]) -> Array:
        effective = self.effective(local)
        scores = np.empty((len(z), self.n_nodes, *z.shape[2:]))
        scores[:, : self.n_leaves] = z
        for parent, _, _ in self.parents:
            leaves = self.below[parent] > 0
            total = effective[leaves].sum(0)
            scores[:, parent] = rule(
                z[:, leaves], effective[leaves] / np.where(total > 0, total, 1)
            )
        return scores
