"""Composites that were published, from the data that were published with them."""

import numpy as np
import pandas as pd

from digitalbay.methods.composite import composite
from digitalbay.methods.framework import Framework
from digitalbay.methods.recipe import Recipe

from .published import TAI


def test_egdi_2022_and_2010():
    # UN DESA E-Government Survey 2022: EGDI = (OSI + HCI + TII) / 3; Survey 2010: 0.34, 0.33, 0.33.
    columns = ["osi", "hci", "tii", "egdi"]
    survey_2022 = {
        "Denmark": (0.9797, 0.9559, 0.9795, 0.9717),
        "Finland": (0.9833, 0.9640, 0.9127, 0.9533),
        "Republic of Korea": (0.9826, 0.9087, 0.9674, 0.9529),
        "Estonia": (1.0, 0.9231, 0.8949, 0.9393),
        "United States": (0.9304, 0.9276, 0.8874, 0.9151),
        "United Kingdom": (0.8859, 0.9369, 0.9186, 0.9138),
        "Singapore": (0.9620, 0.9021, 0.8758, 0.9133),
        "Japan": (0.9094, 0.8765, 0.9147, 0.9002),
        "Israel": (0.8745, 0.8994, 0.8915, 0.8885),
        "Ireland": (0.7796, 0.9618, 0.8287, 0.8567),
        "Italy": (0.8659, 0.8606, 0.7860, 0.8375),
        "China": (0.8876, 0.7429, 0.8050, 0.8119),
        "Brazil": (0.8964, 0.7953, 0.6814, 0.7910),
        "India": (0.7934, 0.5761, 0.3954, 0.5883),
        "Cambodia": (0.4181, 0.5380, 0.5605, 0.5056),
        "Iraq": (0.2060, 0.5888, 0.5201, 0.4383),
        "Somalia": (0.2944, 0.0, 0.1074, 0.1340),
        "South Sudan": (0.0518, 0.2038, 0.0, 0.0852),
    }
    survey_2010 = {
        "Republic of Korea": (1, 0.99293, 0.63902, 0.87854),
        "United States": (0.9365, 0.9691, 0.6449, 0.85103),
        "United Kingdom": (0.7746, 0.95423, 0.71637, 0.81466),
        "Denmark": (0.67301, 0.99333, 0.69879, 0.78722),
        "France": (0.68253, 0.97723, 0.59539, 0.75103),
        "Singapore": (0.68571, 0.92033, 0.63863, 0.7476),
        "Germany": (0.5492, 0.95333, 0.69553, 0.73085),
        "Japan": (0.67301, 0.9496, 0.52417, 0.71517),
        "Finland": (0.47936, 0.99333, 0.62399, 0.6967),
        "Estonia": (0.50158, 0.96663, 0.62729, 0.69653),
        "Ireland": (0.49841, 0.9931, 0.57386, 0.68655),
        "Israel": (0.58412, 0.95016, 0.43337, 0.65517),
        "Italy": (0.28888, 0.96836, 0.49143, 0.57995),
        "Brazil": (0.36825, 0.8837, 0.2538, 0.50058),
        "China": (0.36825, 0.85353, 0.19125, 0.46998),
        "Viet Nam": (0.30476, 0.80976, 0.22606, 0.44544),
        "India": (0.36825, 0.64326, 0.05832, 0.35673),
        "Iraq": (0.15238, 0.69556, 0.05522, 0.29957),
        "Cambodia": (0.1365, 0.7019, 0.0297, 0.28784),
    }
    posts = {"lower": pd.Series(0.0, columns[:3]), "upper": pd.Series(1.0, columns[:3])}
    for rows, weights, tolerance in (
        (survey_2022, [1 / 3] * 3, 1.01e-4),
        (survey_2010, [0.34, 0.33, 0.33], 2e-5),
    ):
        table = pd.DataFrame.from_dict(rows, "index", columns=columns)
        codes = ["egdi", "osi", "hci", "tii"]
        nodes = {"code": codes, "parent": [None, "egdi", "egdi", "egdi"], "weight": [1, *weights]}
        built = composite(table, Framework(pd.DataFrame(nodes)), Recipe(**posts))
        assert (built.index - table["egdi"]).abs().max() <= tolerance


def test_tai_ranks_through_the_composite():
    # OECD/JRC (2008) Handbook, Table 23: equal weights reproduce the published order exactly.
    order = """Finland;United States;Sweden;Japan;Korea;Netherlands;United Kingdom;Singapore;Canada
Australia;Germany;Norway;Ireland;Belgium;New Zealand;Austria;France;Israel;Spain;Italy
Czech Republic;Hungary;Slovenia""".replace("\n", ";").split(";")
    nodes = {"code": ["tai", *TAI.columns], "parent": [None, *["tai"] * 8]}
    lower = pd.Series([0, 0, 0, 0, 0, np.log10(22), 0.8, 0.1], TAI.columns)
    upper = pd.Series(
        [994, 272.6, 232.4, 80.8, np.log10(901), np.log10(6969), 12, 27.4], TAI.columns
    )
    recipe = Recipe(lower=lower, upper=upper, clip=True)
    built = composite(TAI, Framework(pd.DataFrame(nodes)), recipe)
    assert built.index.sort_values(ascending=False).index.tolist() == order
