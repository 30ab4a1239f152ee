"""Methods of the report: pure functions on pandas objects, one idea a module.

Tables have units in rows and indicators in columns. Directions are +1 (more is better) and -1.
Whatever can't be computed is refused by a ValueError that names the unit, indicator or
combination. Each function gives its formula and reference; `tests/methods` holds it to
published numbers.

Composite indicators: `Framework`, `Recipe`, `composite`, `compare`, and their steps. Uncertainty:
`Design`, `monte_carlo`, `sensitivity`, `negative_controls`. Then inequality, convergence, coupling,
rankings, inference for few units, plans, and a few methods of their own.
"""

from digitalbay.methods.aggregate import (
    arithmetic,
    borda,
    condorcet,
    copeland,
    geometric,
    harmonic,
    kemeny,
    outranking,
)
from digitalbay.methods.clubs import convergence_clubs, log_t
from digitalbay.methods.comparison import compare, leave_one_out, rank_shift
from digitalbay.methods.composite import Composite, composite, ranked
from digitalbay.methods.controls import negative_controls
from digitalbay.methods.convergence import absolute_gaps, beta_convergence, sigma_convergence
from digitalbay.methods.coupling import coupling_coordination, coupling_degree, obstacle_degree
from digitalbay.methods.design import Design
from digitalbay.methods.desired import nearness, target_distance
from digitalbay.methods.distribution import (
    absolute_gap,
    atkinson,
    cv,
    gini,
    hhi,
    location_quotient,
    theil,
    theil_decomposition,
)
from digitalbay.methods.entropies import generalised_entropy, mean_log_deviation, theil_nested
from digitalbay.methods.framework import Framework
from digitalbay.methods.imputation import impute, impute_panel
from digitalbay.methods.multivariate import (
    correlation_flags,
    cronbach_alpha,
    item_analysis,
    pca,
    variance_shares,
    varimax,
)
from digitalbay.methods.normalise import (
    above_below_mean,
    categorical,
    distance,
    goalposts,
    minmax,
    orient,
    percentile,
    rank,
    zscore,
)
from digitalbay.methods.panels import composite_panel
from digitalbay.methods.penalty import benefit_of_doubt, mazziotta_pareto
from digitalbay.methods.plans import diffusion_lags, plan_ratios, time_to_share
from digitalbay.methods.pmc import pmc_index
from digitalbay.methods.ranking import kendall_w, pairwise_agreement, preferences
from digitalbay.methods.ranks import rank_counts, rank_summary, tiers, told_apart
from digitalbay.methods.recipe import Recipe
from digitalbay.methods.screening import availability, denominate, screen
from digitalbay.methods.sensitivity import sensitivity, sobol_indices
from digitalbay.methods.smaa import dirichlet_weights, smaa
from digitalbay.methods.smalln import (
    permutation_correlation,
    permutation_difference,
    poisson_interval,
    wilson_interval,
)
from digitalbay.methods.spatial import moran
from digitalbay.methods.topsis import topsis
from digitalbay.methods.treatment import treat, winsorise
from digitalbay.methods.uncertainty import MonteCarlo, monte_carlo
from digitalbay.methods.weights import (
    ahp_weights,
    critic_weights,
    entropy_weights,
    equal_weights,
    pca_weights,
)
from digitalbay.methods.worths import plackett_luce, plackett_luce_bootstrap

__all__ = [
    "Composite",
    "Design",
    "Framework",
    "MonteCarlo",
    "Recipe",
    "above_below_mean",
    "absolute_gap",
    "absolute_gaps",
    "ahp_weights",
    "arithmetic",
    "atkinson",
    "availability",
    "benefit_of_doubt",
    "beta_convergence",
    "borda",
    "categorical",
    "compare",
    "composite",
    "composite_panel",
    "condorcet",
    "convergence_clubs",
    "copeland",
    "correlation_flags",
    "coupling_coordination",
    "coupling_degree",
    "critic_weights",
    "cronbach_alpha",
    "cv",
    "denominate",
    "diffusion_lags",
    "dirichlet_weights",
    "distance",
    "entropy_weights",
    "equal_weights",
    "generalised_entropy",
    "geometric",
    "gini",
    "goalposts",
    "harmonic",
    "hhi",
    "impute",
    "impute_panel",
    "item_analysis",
    "kemeny",
    "kendall_w",
    "leave_one_out",
    "location_quotient",
    "log_t",
    "mazziotta_pareto",
    "mean_log_deviation",
    "minmax",
    "monte_carlo",
    "moran",
    "nearness",
    "negative_controls",
    "obstacle_degree",
    "orient",
    "outranking",
    "pairwise_agreement",
    "pca",
    "pca_weights",
    "percentile",
    "permutation_correlation",
    "permutation_difference",
    "plackett_luce",
    "plackett_luce_bootstrap",
    "plan_ratios",
    "pmc_index",
    "poisson_interval",
    "preferences",
    "rank",
    "rank_counts",
    "rank_shift",
    "rank_summary",
    "ranked",
    "screen",
    "sensitivity",
    "sigma_convergence",
    "smaa",
    "sobol_indices",
    "target_distance",
    "theil",
    "theil_decomposition",
    "theil_nested",
    "tiers",
    "time_to_share",
    "told_apart",
    "topsis",
    "treat",
    "variance_shares",
    "varimax",
    "wilson_interval",
    "winsorise",
    "zscore",
]
