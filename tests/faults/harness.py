"""Builds a tiny book, breaks the build at a seeded moment, and looks at what comes of it.

Each trial starts from a built book, edits it and builds it again; something is killed meanwhile, or
fails. Then nothing may be left running, every file must be whole, old or new, and the next build,
of the edit or of what there was before, must make what a clean build makes.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from digitalbay.publish.comparing import differences, made

from .books import chapter, contents, tiny

# Marks all that a trial starts, by its environment.
MARK = "DIGITALBAY_TRIAL"
# Seconds, and parts of what a clean build takes here and now, whichever is more: until whatever
# was started has noticed that its parent is gone, and of any build.
GRACE, LONGEST = (3, 0.2), (240, 20)
# What is killed, told by what stands in its command.
TARGETS = {
    "command": "digitalbay book",
    "prepared process": "digitalbay.kernels.server",
    "worker": "multiprocessing.forkserver",
    "jupyter-book": "digitalbay.publish.jupyter_book",
    "TeX": "xelatex",
}
KILLS = [(target, sign) for target in TARGETS for sign in (signal.SIGKILL, signal.SIGTERM)]
# The last as a terminal does on Ctrl-C.
KILLS += [("command", signal.SIGINT), ("kernel", signal.SIGKILL), ("group", signal.SIGINT)]


@dataclass
class Outcome:
    """What is wrong after a trial: nothing, if all lists are empty."""

    trial: str
    orphans: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.orphans or self.partial or self.wrong)


class Trials:
    """A book in two states, each built clean once; every trial begins with the first as built."""

    def __init__(self, folder: Path, *formats: str):
        self.formats = [part for form in formats for part in ("--format", form)]
        self.has_tex = formats != ("html",)
        self.root, self._kept = folder / "book", folder / "kept"
        self.project = tiny(self.root)
        self.took = self._build_clean("before")
        shutil.copytree(self.root, self._kept / "start")
        self.edit()
        self._build_clean("after")

    def edit(self) -> None:
        """Change text and code, and take a page out."""
        (self.root / "book" / "intro.md").write_text("# Book\n\nOther text.\n", encoding="utf-8")
        # It takes a while, so that something is there to be killed.
        chapter(self.project, "two", "Other.", "import time\ntime.sleep(0.5)", "43")
        contents(self.project, ("two",))
        (self.project.notebooks / "one.ipynb").unlink()

    def begin(self, edited: bool = True) -> None:
        """Bring the book into its first state as built, then edit it."""
        shutil.rmtree(self.root)
        shutil.copytree(self._kept / "start", self.root)
        if edited:
            self.edit()

    def take_back(self) -> None:
        """Undo the edit, and leave what is built."""
        built = self.root.with_name("built")
        self.project.build.rename(built)
        self.begin(edited=False)
        shutil.rmtree(self.project.build)
        built.rename(self.project.build)

    def start(self, trial: str, **options) -> subprocess.Popen:
        """Start to build the book."""
        command = [sys.executable, "-m", "digitalbay", "book", *self.formats]
        # Of whoever runs the trials, only the kernels of each are its own.
        given = {k: v for k, v in os.environ.items() if k != "DIGITALBAY_KERNELS"}
        given |= {MARK: _mark(trial), **options.pop("env", {})}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(
            command, cwd=self.root, env=given, start_new_session=True, **pipes, **options
        )

    def patience(self, seconds: float, parts: float) -> float:
        """Return how long to wait on this machine, busy as it is."""
        return max(seconds, parts * self.took)

    def said(self, outcome: Outcome, process: subprocess.Popen) -> str:
        """Return what a build says until it ends; end one that does not."""
        try:
            return process.communicate(timeout=self.patience(*LONGEST))[0]
        except subprocess.TimeoutExpired:
            outcome.wrong.append("does not end")
            process.kill()
            return process.communicate()[0]

    def finish(self, outcome: Outcome, process: subprocess.Popen) -> None:
        """Wait for a build that was broken, and see what it left."""
        said = self.said(outcome, process)
        if "Traceback" in said:
            outcome.wrong.append(f"shows a traceback: {said.strip()}")
        self.look_for_orphans(outcome)
        outcome.partial += self._neither()

    def look_for_orphans(self, outcome: Outcome) -> None:
        """Note, and end, what a trial left running once it had time to notice."""
        deadline = time.monotonic() + self.patience(*GRACE)
        while (left := list(marked(outcome.trial))) and time.monotonic() < deadline:
            time.sleep(0.1)
        outcome.orphans += [" ".join(command(each)) or str(each.pid) for each in left]
        for each in left:
            with suppress(psutil.Error):
                each.kill()

    def build_again(self, outcome: Outcome, state: str) -> None:
        """Build as if nothing had happened, and compare with a clean build of the same."""
        process = self.start(outcome.trial)
        said = self.said(outcome, process)
        if process.returncode:
            outcome.wrong.append(f"the next build fails: {said.strip()}")
        outcome.wrong += map(str, differences(self._kept / state, self.project.build))
        outcome.partial += map(str, self.project.build.rglob(".*.part"))
        outcome.partial += map(str, (self.project.build).glob("tmp*"))

    def _neither(self) -> Iterator[str]:
        """Name the files that are neither those of the first state nor those of the second."""
        sides = [made(self._kept / state) for state in ("before", "after")]
        for name, path in made(self.project.build).items():
            known = [side[name].read_bytes() for side in sides if name in side]
            # A crate tells of all files, those of both states if it must.
            if known and path.read_bytes() not in known and path.suffix != ".json":
                yield str(name)

    def _build_clean(self, state: str) -> float:
        shutil.rmtree(self.project.build, ignore_errors=True)
        begun = time.monotonic()
        process = self.start(state)
        said, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"a clean build fails: {said}")
        shutil.copytree(self.project.build, self._kept / state)
        return time.monotonic() - begun


def _mark(trial: str) -> str:
    """Return the mark of a trial: others may do the same trials at the same time."""
    return f"{os.getpid()}: {trial}"


def marked(trial: str) -> Iterator[psutil.Process]:
    """Yield the processes that a trial started and that still run."""
    for process in psutil.process_iter():
        try:
            of_trial = process.environ().get(MARK) == _mark(trial)
            if of_trial and process.status() != psutil.STATUS_ZOMBIE:
                yield process
        except psutil.Error:
            continue


def command(process: psutil.Process) -> list[str]:
    """Return the command of a process; nothing if it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def victims(target: str, trial: str) -> list[psutil.Process]:
    """Return the processes of a kind that a trial has started."""
    running = list(marked(trial))
    if target == "kernel":
        # Forked from the prepared process, of which it has the command, as leader of a session.
        served = [p for p in running if TARGETS["prepared process"] in " ".join(command(p))]
        return [process for process in served if os.getsid(process.pid) == process.pid]
    return [process for process in running if TARGETS[target] in " ".join(command(process))]


def killed(trials: Trials, seed: int) -> Outcome:
    """Kill something at a moment of a build; then build the edit, or what there was before."""
    chance = random.Random(seed)
    kills = [kill for kill in KILLS if kill[0] != "TeX" or trials.has_tex]
    target, sign = kills[seed % len(kills)]
    outcome = Outcome(f"{seed}: {signal.Signals(sign).name} to {target}")
    trials.begin()
    process = trials.start(outcome.trial)
    time.sleep(chance.uniform(0, trials.took))
    if target == "group":
        os.killpg(process.pid, sign)
    while target != "group" and process.poll() is None:
        found = []
        with suppress(psutil.Error, ProcessLookupError):
            found = victims(target, outcome.trial)
        if found:
            with suppress(psutil.Error, ProcessLookupError):
                chance.choice(found).send_signal(sign)
            break
        time.sleep(0.02)
    trials.finish(outcome, process)
    state = "after"
    if chance.random() < 0.5:
        trials.take_back()
        state = "before"
    trials.build_again(outcome, state)
    return outcome


def full(trials: Trials, seed: int) -> Outcome:
    """Let no file grow beyond a size, as on a disk that is full; then build as usual."""
    limit = int(2 ** random.Random(seed).uniform(8, 20))
    outcome = Outcome(f"{seed}: no file beyond {limit} bytes")
    trials.begin()

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    trials.finish(outcome, trials.start(outcome.trial, preexec_fn=narrow))
    trials.build_again(outcome, "after")
    return outcome


def at_once(trials: Trials, seed: int) -> Outcome:
    """Build twice at once."""
    outcome = Outcome(f"{seed}: two at once")
    trials.begin()
    first = trials.start(outcome.trial)
    time.sleep(random.Random(seed).uniform(0, 2))
    second = trials.start(outcome.trial)
    for process in (first, second):
        said = trials.said(outcome, process)
        if process.returncode:
            outcome.wrong.append(said.strip())
    trials.look_for_orphans(outcome)
    trials.build_again(outcome, "after")
    return outcome


KINDS: dict[str, Callable[[Trials, int], Outcome]] = {
    "killed": killed,
    "full": full,
    "at once": at_once,
}
