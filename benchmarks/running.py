"""Time the runs of the book: ours, five other ways, and the floor, on the same notebooks.

Run: uv run python benchmarks/running.py [--lang en …] [--repeat 5] [--peers-repeat 1]

Every way executes every page of the book in every language chosen, from nothing: each starts its
own processes. The floor is the cells alone, as plain Python, in one warm process per core. Ways
without parameters get copies of the notebooks with the parameters written in. What Jupyter Book
takes is its build with execution less its build without.

Writes book/running.txt (way, runs, times taken, median seconds, as multiples of the floor and of
ours) and book/running.svg and .pdf, which the page on running shows.
"""

import contextlib
import io
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import altair as alt
import click
import nbformat
import pandas as pd
import vl_convert
import yaml
from nbclient import NotebookClient
from papermill.parameterize import parameterize_notebook
from tqdm import tqdm

from digitalbay.figures.language import LANGUAGES
from digitalbay.run import warm
from digitalbay.run.execute import execute
from digitalbay.run.plan import Project, Run, plan

CORES = 2
EMPTY_RUNS = 20
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
        notebook = nbformat.read(run.notebook, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        notebook = parameterize_notebook(notebook, run.parameters)
        notebook.metadata["kernelspec"]["name"] = "python3"
        paths.append(folder / f"{run.lang.lower()}-{run.name}.ipynb")
        nbformat.write(notebook, paths[-1])
    return paths


def call(*command: str, cwd: Path | None = None) -> None:
    """Run a command; its output is shown only if it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def get_ready() -> None:
    """Import what the cells import, as the process that kernels are forked from does."""
    from digitalbay.run import zygote  # noqa: PLC0415

    zygote.warm_up()


def plain(path: Path) -> None:
    """Run a notebook's cells as plain Python."""
    os.chdir(path.parent)
    sys.path.insert(0, "")
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, path.name, "exec"), names)


def floor(paths: list[Path]) -> float:
    """Seconds for the cells alone; starting and importing are not counted."""
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    context = multiprocessing.get_context("spawn")
    with context.Pool(CORES, initializer=get_ready) as pool:
        pool.map(time.sleep, [1] * CORES, chunksize=1)
        start = time.perf_counter()
        pool.map(plain, paths, chunksize=1)
        return time.perf_counter() - start


def client(path: Path) -> None:
    """Execute a notebook by nbclient with an ordinary kernel."""
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(nbformat.read(path, as_version=4), resources=where).execute()


def in_parallel(paths: list[Path]) -> None:
    """Execute notebooks by nbclient, one process per core."""
    with ProcessPoolExecutor(CORES, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(client, paths))


def by_jupyter_book(paths: list[Path], mode: str) -> None:
    """Build a bare book of the notebooks, executed or not, from nothing."""
    folder = paths[0].parent
    shutil.rmtree(folder / "_build", ignore_errors=True)
    names = [path.stem for path in paths]
    chapters = [{"file": name} for name in names[1:]]
    toc = {"format": "jb-book", "root": names[0], "chapters": chapters}
    config = {"title": "Benchmark", "execute": {"execute_notebooks": mode, "timeout": 300}}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    call(JUPYTER_BOOK, "build", ".", cwd=folder)


def timed(function: Callable, *arguments) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def one_by_one(commands: list[list[str]], cwd: Path) -> None:
    """Run commands in a loop."""
    for command in commands:
        call(*command, cwd=cwd)


def overhead(project: Project) -> float:
    """Median seconds of a run whose notebook computes nothing, once all is warm."""
    with tempfile.TemporaryDirectory() as folder:
        cell = nbformat.v4.new_code_cell("lang = 'en'", metadata={"tags": ["parameters"]})
        path = Path(folder, "empty.ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
        run = Run(path, "en", folder=Path(folder, "out"))
        execute(run, project)
        return statistics.median(timed(execute, run, project) for _ in range(EMPTY_RUNS))


@click.command()
@click.option("--lang", "langs", multiple=True, type=click.Choice(LANGUAGES), default=LANGUAGES)
@click.option("--repeat", default=5, help="Times for ours and the floor.")
@click.option("--peers-repeat", default=1, help="Times for the others.")
@click.option("--only", multiple=True, help="Ways to time; default: all.")
def main(langs, repeat, peers_repeat, only):
    """Time every way and write the table and the chart."""
    project = Project.find()
    runs = plan(project, langs=tuple(langs))
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary)
        paths = copies(project, runs, folder / "notebooks")
        languages = [part for lang in langs for part in ("--lang", lang)]
        loop = [
            [PAPERMILL, str(run.notebook), str(folder / "out.ipynb"), "-k", "python3", "--cwd", "."]
            + [part for name, value in run.parameters.items() for part in ("-p", name, str(value))]
            for run in runs
        ]
        convert = [
            [JUPYTER, "nbconvert", "--execute", "--to", "notebook", "--output-dir", temporary, path]
            for path in map(str, paths)
        ]
        ways = {
            "floor": lambda: floor(paths),
            "bay run": lambda: timed(call, BAY, "run", "--force", *languages),
            "nbclient, 2 at once": lambda: timed(in_parallel, paths),
            "papermill, one by one": lambda: timed(one_by_one, loop, project.notebooks),
            "nbconvert, one by one": lambda: timed(one_by_one, convert, paths[0].parent),
            "Jupyter Book, force": lambda: jupyter_book(paths, "force"),
            "Jupyter Book, cold cache": lambda: jupyter_book(paths, "cache"),
        }
        chosen = {name: way for name, way in ways.items() if not only or name in only}
        seconds = measure(chosen, repeat, peers_repeat)
    warm.prepare()
    click.echo(f"an empty run, once warm: {overhead(project):.3f} s (median of {EMPTY_RUNS})")
    report(project, seconds, len(runs))


def jupyter_book(paths: list[Path], mode: str) -> float:
    """Seconds that execution adds to Jupyter Book's build."""
    return timed(by_jupyter_book, paths, mode) - timed(by_jupyter_book, paths, "off")


def measure(ways: dict[str, Callable], repeat: int, peers_repeat: int) -> dict[str, list[float]]:
    """Time the ways in turn, so that what slows the machine slows them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    with tqdm(total=sum(repeat if _ours(name) else peers_repeat for name in ways)) as bar:
        for turn in range(max(repeat, peers_repeat)):
            for name, way in ways.items():
                if turn < (repeat if _ours(name) else peers_repeat):
                    bar.set_postfix_str(name)
                    seconds[name].append(way())
                    bar.update()
    return seconds


def _ours(name: str) -> bool:
    return name in ("floor", "bay run")


def report(project: Project, seconds: dict[str, list[float]], runs: int) -> None:
    """Write and print the table, and draw it."""
    table = pd.DataFrame(
        {
            "way": list(seconds),
            "runs": runs,
            "times": [len(values) for values in seconds.values()],
            "median_s": [round(statistics.median(values), 1) for values in seconds.values()],
        }
    )
    medians = table.set_index("way")["median_s"]
    table["of_floor"] = (table["median_s"] / medians["floor"]).round(2)
    table["of_ours"] = (table["median_s"] / medians["bay run"]).round(2)
    folder, shown = project.root / "book", table.to_string(index=False)
    (folder / "running.txt").write_text(shown + "\n", encoding="utf-8")
    click.echo(shown)
    bars = alt.Chart(table, width=460).encode(y=alt.Y("way:N", sort=None, title=None))
    chart = bars.mark_bar(color="#0072b2").encode(x=alt.X("median_s:Q", title="s"))
    labels = bars.mark_text(align="left", dx=4).encode(x="median_s:Q", text="median_s:Q")
    spec = (chart + labels).to_json()
    (folder / "running.svg").write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")
    (folder / "running.pdf").write_bytes(vl_convert.vegalite_to_pdf(spec))


if __name__ == "__main__":
    main()
