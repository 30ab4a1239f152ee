"""Break builds of a tiny book and count what comes of it.

Run in the folder `tests`: uv run python -m faults [--killed 100] [--at-once 20] [--full 20]
     [--format html]

Prints what is wrong with each trial that is not right, and the counts of each kind.
"""

import sys
import tempfile
from pathlib import Path

import click
from tqdm import tqdm

from .harness import KINDS, Trials


@click.command()
@click.option("--killed", default=100, help="Kills and terminations.")
@click.option("--at-once", default=20, help="Builds side by side with another.")
@click.option("--full", default=20, help="Builds on a full disk.")
@click.option("--first", default=0, help="The first seed.")
@click.option("--format", "formats", multiple=True, type=click.Choice(["html", "pdf"]))
def main(killed: int, at_once: int, full: int, first: int, formats: tuple[str, ...]) -> None:
    """Do the trials and print what came of them."""
    counts = {"killed": killed, "at once": at_once, "full": full}
    with (
        tempfile.TemporaryDirectory(prefix="bay-faults-") as folder,
        tqdm(total=sum(counts.values()), unit="trial", disable=None) as bar,
    ):
        trials = Trials(Path(folder), *formats)
        right = True
        for kind, count in counts.items():
            outcomes = []
            for seed in range(first, first + count):
                outcomes.append(KINDS[kind](trials, seed))
                if not outcomes[-1].is_right:
                    tqdm.write(str(outcomes[-1]))
                bar.update()
            good = sum(each.is_right for each in outcomes)
            right &= good == count
            print(
                f"{kind}: {count} trials, {good} right, "
                f"{sum(len(each.orphans) for each in outcomes)} orphans, "
                f"{sum(len(each.partial) for each in outcomes)} partial files",
                flush=True,
            )
    sys.exit(not right)


if __name__ == "__main__":
    main()
