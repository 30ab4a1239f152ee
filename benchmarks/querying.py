"""Time what a notebook asks of the data room: the first question, and later ones.

Run: uv run python benchmarks/querying.py [--repeat 50] [indicator …]

Prints the seconds of the first question in a new process, the import of libraries aside (median of
seven processes), and for each indicator the milliseconds of a question, repeated and recorded as a
run records it: for today, as of a day, and of recorded vintages only as of that day (medians).
"""

import statistics
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from timeit import repeat

import click

import digitalbay as db

INDICATORS = ("gdp_current_prices", "internet_users_share", "pku_dfiic_aggregate")
DAY = "2022-12-31"
PROCESSES = 7
FIRST = """
import time
import digitalbay as db
ask = db.observations
start = time.perf_counter()
ask("gdp_current_prices")
print(time.perf_counter() - start)
"""


def first() -> float:
    """Return the seconds of the first question in a new process."""
    command = [sys.executable, "-c", FIRST]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def later(ask: Callable[[], object], times: int) -> float:
    """Return the median milliseconds of a question that has been asked before."""
    ask()
    return 1000 * statistics.median(repeat(ask, number=1, repeat=times))


@click.command()
@click.option("--repeat", "times", default=50, help="Times for each.")
@click.argument("indicators", nargs=-1)
def main(times, indicators):
    """Time questions to the data room."""
    seconds = statistics.median(first() for _ in range(PROCESSES))
    click.echo(f"first question: {seconds:.2f} s")
    click.echo(f"{'indicator':36}{'rows':>6}{'today':>8}{'as of':>8}{'recorded':>10}  (ms)")
    for name in indicators or INDICATORS:
        asks = ({}, {"as_of": DAY}, {"as_of": DAY, "vintages": "recorded"})
        found = [later(partial(db.observations, name, **how), times) for how in asks]
        rows = len(db.observations(name))
        click.echo(f"{name:36}{rows:6}{found[0]:8.2f}{found[1]:8.2f}{found[2]:10.2f}")


if __name__ == "__main__":
    main()
