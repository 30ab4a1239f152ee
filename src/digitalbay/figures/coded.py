"""What readers call the codes of the data package: kinds of sources and themes of indicators."""

from __future__ import annotations

from digitalbay.statements import N_

SOURCE_KINDS = {
    "statistics": N_("Statistics"),
    "communique": N_("Communiqué"),
    "yearbook": N_("Yearbook"),
    "government": N_("Government page"),
    "plan": N_("Plan"),
    "regulation": N_("Regulation"),
    "report": N_("Report"),
    "dataset": N_("Data set"),
    "press": N_("Press"),
    "index": N_("Index"),
    "company": N_("Company"),
}
INDICATOR_THEMES = {
    "economy": N_("Economy"),
    "finance": N_("Finance"),
    "government": N_("Government"),
    "infrastructure": N_("Infrastructure"),
    "policy": N_("Policy"),
    "population": N_("Population"),
    "rankings": N_("Rankings"),
    "society": N_("Society"),
}
