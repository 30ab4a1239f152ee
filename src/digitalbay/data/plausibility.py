"""What numbers give away about themselves: spikes, even steps, peaks below what was measured."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from digitalbay.data.descriptor import OBSERVATIONS
from digitalbay.data.errors import Problem
from digitalbay.data.package import Package

SPIKE, EDGE, CHANCE = 3.0, 5.0, 20.0
"""A value so many times above, or below, both of its neighbours is taken for a slip, as is one at
an end of its series against the nearest two, unless all are so small that chance moves them."""
NEAR = 2
"""Years within which the nearest two of an end are asked."""
STEPS, SMALLEST, FIRM = 3, 5, 20
"""So many steps in a row that are equal, or of an equal rate, look interpolated, if a step is at
least so many last digits."""
MEASURED = ("ratio", "interval", "count")


def spikes(package: Package) -> list[Problem]:
    """No yearly value of grade A or B stands far off both of its neighbours without a note."""
    problems = []
    for name, rows in _series(package):
        for one, two, three in zip(rows, rows[1:], rows[2:], strict=False):
            values = [row.value for row in (one, two, three)]
            if not _consecutive(one, two, three) or min(values) <= 0 or max(values) < CHANCE:
                continue
            ups = (values[1] / values[0], values[1] / values[2])
            if (min(ups) > SPIKE or max(ups) < 1 / SPIKE) and not two.note:
                expected = f"a value nearer to {values[0]:.15g} and {values[2]:.15g}, or a note"
                problems.append(_problem(package, name, two, expected))
        for end, beside, third in (rows[:3], rows[:-4:-1]):
            if _jumps(end, beside) and _jumps(end, third) and not end.note:
                expected = f"a value nearer to {beside.value:.15g}, or a note"
                problems.append(_problem(package, name, end, expected))
    return problems


def steps(package: Package) -> list[Problem]:
    """No run of equal steps or rates, the trace of interpolation, passes without a note."""
    expected = "values that do not rise by equal steps or rates, status E or a note"
    problems = []
    for name, rows in _series(package):
        run = 1
        for one, two, three in zip(rows, rows[1:], rows[2:], strict=False):
            even = _consecutive(one, two, three) and _even(one, two, three)
            run = run + 1 if even else 1
            if run == STEPS and not three.note and three.status != "E":
                problems.append(_problem(package, name, three, expected))
    return problems


def peaks(package: Package) -> list[Problem]:
    """No machine is measured above its theoretical peak."""
    if "top500" not in package.files:
        return []
    table = package.files["top500"]
    wrong = table[table["rmax_tflops"] > table["rpeak_tflops"]]
    path, texts = package.descriptor.resource("top500").path, package.texts["top500"]
    return [
        Problem(path, int(line), "rmax_tflops", texts.at[line, "rmax_tflops"], f"at most {peak:g}")
        for line, peak in wrong["rpeak_tflops"].items()
    ]


def _series(package: Package) -> Iterator[tuple[str, list]]:
    """Yield the newest yearly values of each measured series, without grade C and bounds."""
    grades = package.texts["sources"].set_index("source")["grade"]
    scales = package.texts["indicators"].set_index("indicator")["scale"]
    for resource in package.descriptor.resources:
        if resource.table != OBSERVATIONS:
            continue
        texts = package.texts[resource.name]
        rows = texts.assign(value=package.files[resource.name]["value"], text=texts["value"])
        rows = rows[
            rows["source"].map(grades).ne("C")
            & rows["indicator"].map(scales).isin(MEASURED)
            & rows["qualifier"].isin(["", "about"])
            & rows["period"].str.len().eq(4)
        ].drop_duplicates(["indicator", "area", "period"], keep="last")
        series: dict[tuple[str, str], list] = {}
        for row in rows.itertuples():
            series.setdefault((row.indicator, row.area), []).append(row)
        yield from ((resource.name, each) for each in series.values() if len(each) > 2)


def _jumps(end: Any, other: Any) -> bool:
    """Tell whether the first or last value stands far off another that is not long before or after.

    It is asked of the two nearest: beside a slip, what is right stands far off too.
    """
    years, values = abs(int(end.period) - int(other.period)), (end.value, other.value)
    if years > NEAR or min(values) <= 0 or max(values) < CHANCE:
        return False
    return not 1 / EDGE <= end.value / other.value <= EDGE


def _consecutive(*rows: Any) -> bool:
    years = [int(row.period) for row in rows]
    return all(b - a == 1 for a, b in pairwise(years))


def _even(one: Any, two: Any, three: Any) -> bool:
    before, after = two.value - one.value, three.value - two.value
    last_digit = 10.0 ** -max(len(row.text.partition(".")[2]) for row in (one, two, three))
    if abs(before - after) < last_digit / 2:
        return abs(after) >= (SMALLEST - 0.5) * last_digit
    # Rounding moves the third value of an even rate by little more than a last digit.
    even_rate = one.value > 0 and abs(two.value**2 / one.value - three.value) < 1.5 * last_digit
    return even_rate and min(abs(before), abs(after)) >= FIRM * last_digit


def _problem(package: Package, name: str, row: Any, expected: str) -> Problem:
    path = package.descriptor.resource(name).path
    return Problem(path, int(row.Index), "value", row.text, expected)
