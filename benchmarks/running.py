"""Time the runs of the book: ours, five other ways, and the floor, on the same notebooks.

Run: uv run python benchmarks/running.py [--lang en …] [--repeat 5] [--peers-repeat 5]

Every way executes every page of the book in every language chosen, from nothing: each starts its
own processes, and the ways take turns, so that what slows the machine slows them alike. The floor
is the cells alone, as plain Python, in one warm process per core; its start is not counted. Ways
without parameters get copies of the notebooks with the parameters written in. Of Jupyter Book,
what execution adds: its build with execution less its build without.

Writes book/running.txt (day, commit, cores, Python and the machine's load; then way, runs, times,
seconds, of_floor, of_ours; seconds are medians), and book/running.svg and .pdf, which the page on
running shows.
"""

import contextlib
import io
import multiprocessing
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import altair as alt
import click
import nbformat
import pandas as pd
import papermill
import vl_convert
import yaml
from nbclient import NotebookClient
from tqdm import tqdm

from digitalbay import LANGUAGES
from digitalbay.figures.theme import config
from digitalbay.run import cells
from digitalbay.run.execute import execute
from digitalbay.run.plan import Run, plan
from digitalbay.run.project import Project

CORES = os.cpu_count() or 1
# Processes that wanted to run in the minute before: of an idle machine next to none.
LOAD = os.getloadavg()[0]
COMMIT = subprocess.run(
    ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
).stdout.strip()
EMPTY_RUNS = 20
FLOOR, OURS = "the floor: cells alone", "bay run"
BAY, PAPERMILL, JUPYTER, JUPYTER_BOOK = (
    str(Path(sys.executable).with_name(name))
    for name in ("bay", "papermill", "jupyter", "jupyter-book")
)


def copies(project: Project, runs: list[Run], folder: Path) -> list[Path]:
    """Write the notebooks with their parameters, without outputs, beside what they import."""
    folder.mkdir(parents=True)
    for path in project.notebooks.iterdir():
        if path.is_dir():
            (folder / path.name).symlink_to(path)
    paths = []
    for run in runs:
        paths.append(folder / f"{run.lang.lower()}-{run.name}.ipynb")
        papermill.execute_notebook(
            cells.read(run.notebook), paths[-1], run.parameters, prepare_only=True
        )
    return paths


def call(*command: str, cwd: Path | None = None) -> None:
    """Run a command; its output is shown only if it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def plain(path: Path) -> None:
    """Run a notebook's cells as plain Python."""
    os.chdir(path.parent)
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, path.name, "exec"), names)


def floor(paths: list[Path]) -> None:
    """Print the seconds that the cells alone take; starting and importing are not counted."""
    # As warm as the process that kernels are forked from.
    from digitalbay.kernels import memory  # noqa: PLC0415
    from digitalbay.run import preparation  # noqa: PLC0415

    for _, step in preparation.steps():
        step()
    memory.settle()
    sys.path.insert(0, "")
    fork = multiprocessing.get_context("fork")
    queue = fork.Queue()
    for path in [*map(str, paths), *[None] * CORES]:
        queue.put(path)
    workers = [fork.Process(target=drain, args=(queue,)) for _ in range(CORES)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        sys.exit(1)
    print(time.perf_counter() - start)


def drain(queue: multiprocessing.Queue) -> None:
    """Run notebooks from a queue until there are no more."""
    # No executor: the cells' first display makes IPython take the place of __main__, where an
    # executor would look for its function.
    while path := queue.get():
        plain(Path(path))


def floor_apart(paths: list[Path]) -> float:
    """Return the floor's seconds, timed in a process of its own."""
    command = [sys.executable, __file__, "--floor", *map(str, paths)]
    env = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return float(done.stdout)


def client(path: Path) -> None:
    """Execute a notebook by nbclient with an ordinary kernel."""
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(nbformat.read(path, as_version=4), resources=where).execute()


def in_parallel(paths: list[Path]) -> None:
    """Execute notebooks by nbclient, one process per core."""
    with ProcessPoolExecutor(CORES, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(client, paths))


def one_by_one(commands: list[list[str]], cwd: Path) -> None:
    """Run commands in a loop."""
    for command in commands:
        call(*command, cwd=cwd)


def by_jupyter_book(paths: list[Path], mode: str) -> None:
    """Build a bare book of the notebooks, executed or not, from nothing."""
    folder = paths[0].parent
    shutil.rmtree(folder / "_build", ignore_errors=True)
    names = [path.stem for path in paths]
    chapters = [{"file": name} for name in names[1:]]
    toc = {"format": "jb-book", "root": names[0], "chapters": chapters}
    settings = {"title": "Benchmark", "execute": {"execute_notebooks": mode, "timeout": 300}}
    # Shows the notebooks' outputs; the renderer that is registered for them asks for it.
    settings["sphinx"] = {"extra_extensions": ["digitalbay.publish.extension"]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    call(JUPYTER_BOOK, "build", ".", cwd=folder)


def timed(function: Callable, *arguments) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def added(paths: list[Path], mode: str) -> float:
    """Return the seconds that execution adds to Jupyter Book's build."""
    return timed(by_jupyter_book, paths, mode) - timed(by_jupyter_book, paths, "off")


def ways(
    project: Project, runs: list[Run], paths: list[Path], folder: Path
) -> dict[str, Callable[[], float]]:
    """Return what is timed, by name; each returns its seconds."""
    langs = [part for lang in dict.fromkeys(run.lang for run in runs) for part in ("--lang", lang)]
    loop = [
        [PAPERMILL, str(run.notebook), str(folder / "out.ipynb"), "-k", "python3", "--cwd", "."]
        + [part for name, value in run.parameters.items() for part in ("-p", name, str(value))]
        for run in runs
    ]
    convert = [
        [JUPYTER, "nbconvert", "--execute", "--to", "notebook", "--output-dir", str(folder), path]
        for path in map(str, paths)
    ]
    beside = paths[0].parent
    return {
        FLOOR: lambda: floor_apart(paths),
        OURS: lambda: timed(call, BAY, "run", "--force", *langs),
        "nbclient, one per core": lambda: timed(in_parallel, paths),
        "nbconvert, one by one": lambda: timed(one_by_one, convert, beside),
        "papermill, one by one": lambda: timed(one_by_one, loop, project.notebooks),
        "Jupyter Book, force": lambda: added(paths, "force"),
        "Jupyter Book, cold cache": lambda: added(paths, "cache"),
    }


def measure(
    chosen: dict[str, Callable[[], float]], repeat: int, peers_repeat: int
) -> dict[str, list[float]]:
    """Time the ways in turns and return the seconds of each."""
    times = {name: repeat if name in (FLOOR, OURS) else peers_repeat for name in chosen}
    seconds: dict[str, list[float]] = {name: [] for name in chosen}
    with tqdm(total=sum(times.values()), unit="time") as bar:
        for turn in range(max(times.values())):
            for name, way in chosen.items():
                if turn < times[name]:
                    bar.set_postfix_str(name)
                    seconds[name].append(way())
                    bar.update()
    return seconds


def empty(project: Project) -> float:
    """Return the median seconds of a run whose notebook computes nothing, once all is warm."""
    with tempfile.TemporaryDirectory() as folder:
        cell = nbformat.v4.new_code_cell("lang = 'en'", metadata={"tags": ["parameters"]})
        path = Path(folder, "empty.ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
        run = Run(path, "en", folder=Path(folder, "out"))
        execute(run, project)
        return statistics.median(timed(execute, run, project) for _ in range(EMPTY_RUNS))


def report(project: Project, seconds: dict[str, list[float]], runs: int) -> None:
    """Write and print the table, and draw it."""
    table = pd.DataFrame(
        {
            "way": list(seconds),
            "runs": runs,
            "times": [len(values) for values in seconds.values()],
            "seconds": [round(statistics.median(values), 1) for values in seconds.values()],
        }
    )
    medians = table.set_index("way")["seconds"]
    for column, name in (("of_floor", FLOOR), ("of_ours", OURS)):
        if name in medians:
            table[column] = (table["seconds"] / medians[name]).round(2)
    # Room for names in fonts wider than the one they are measured in.
    names = alt.Y("way:N", sort=None, title=None, axis=alt.Axis(minExtent=150))
    bars = alt.Chart(table, width=440).encode(y=names)
    bars = bars.encode(x=alt.X("seconds:Q", title="s"))
    labels = bars.mark_text(align="left", dx=4).encode(text="seconds:Q")
    spec = (bars.mark_bar(color="#0072b2") + labels).to_json()
    click.echo(write_report(project.root, "running", table, spec))


def write_report(root: Path, name: str, table: pd.DataFrame, spec: str) -> str:
    """Write a table and its chart where the page on running finds them; return what is written."""
    where = (
        f"{date.today()}, commit {COMMIT}, {CORES} cores, "
        f"Python {platform.python_version()}, load before: {LOAD:.1f}"
    )
    shown = f"{where}\n\n{table.to_string(index=False)}\n"
    path = root / "book" / name
    path.with_suffix(".txt").write_text(shown, encoding="utf-8")
    svg = vl_convert.vegalite_to_svg(spec, config=config())
    path.with_suffix(".svg").write_text(svg, encoding="utf-8")
    path.with_suffix(".pdf").write_bytes(vl_convert.vegalite_to_pdf(spec, config=config()))
    return shown


@click.command()
@click.option("--lang", "langs", multiple=True, type=click.Choice(LANGUAGES), default=LANGUAGES)
@click.option("--repeat", default=5, help="Times for ours and the floor.")
@click.option("--peers-repeat", default=5, help="Times for the others.")
@click.option("--only", multiple=True, help="Ways to time; default: all.")
@click.option("--floor", "of", is_flag=True, hidden=True)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def main(langs, repeat, peers_repeat, only, of, paths):
    """Time every way and write the table and the chart."""
    if of:
        return floor(list(paths))
    project = Project.find()
    runs = plan(project, langs=tuple(langs))
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        copied = copies(project, runs, folder / "notebooks")
        found = ways(project, runs, copied, folder)
        chosen = {name: way for name, way in found.items() if not only or name in only}
        seconds = measure(chosen, repeat, peers_repeat)
    click.echo(f"an empty run, once warm: {empty(project):.3f} s (median of {EMPTY_RUNS})")
    report(project, seconds, len(runs))


if __name__ == "__main__":
    main()
