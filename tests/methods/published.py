"""Published data that several tests use, from the tables of the package."""

from digitalbay.methods import published

# Eight indicators of 23 countries; telephones and electricity are base-10 logarithms.
TAI = published.table("tai").astype(float)
# GDP per head of 32 states, 1940 to 2000 by decade, and the last column their regions.
MEXICO = published.table("mexico").rename(
    columns=lambda name: name if name == "region" else int(name)
)
