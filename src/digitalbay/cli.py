"""The command `bay`."""

import os
import sys
from importlib import import_module

import click

from digitalbay import __version__, children
from digitalbay.options import DEBUG
from digitalbay.run.project import PREPARATION

# Each room brings its own commands; a room is imported only when one of its commands is called.
COMMANDS = {
    "book": "digitalbay.publish.commands:book_command",
    "check": "digitalbay.run.authoring:check_command",
    "catalogs": "digitalbay.publish.commands:catalogs_command",
    "clean": "digitalbay.run.stable:clean_command",
    "data": "digitalbay.data.commands:data",
    "new": "digitalbay.run.authoring:new_group",
    "preview": "digitalbay.publish.commands:preview_command",
    "run": "digitalbay.run.commands:run_command",
    "status": "digitalbay.run.commands:status_command",
    "sweep": "digitalbay.run.sweep_command:sweep_command",
    "verify": "digitalbay.publish.commands:verify_command",
}
# These run notebooks, so the process that their kernels are forked from starts first of all: it
# imports for two seconds, as long as they do.
RUNNERS = ("check", "run", "sweep")


class Rooms(click.Group):
    """A group that finds its commands by name, imports them late and ends them in order."""

    def invoke(self, ctx: click.Context) -> object:
        """Call a command; whatever stops it is said in a line or two."""
        try:
            with children.ended_in_order():
                return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            click.echo(f"error: {_said(error)}", err=True)
            sys.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command asked for; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        try:
            if cmd_name in RUNNERS:
                import_module("digitalbay.kernels.prepared").prepare(PREPARATION)
            return getattr(import_module(module), name)
        except ModuleNotFoundError as error:
            if (error.name or "digitalbay").startswith("digitalbay"):
                raise
            return _lacking(cmd_name, error.name or "")


def _said(error: Exception) -> str:
    # Imported by whoever raises it, and slow to load.
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415

    notes = getattr(error, "__notes__", [])
    if isinstance(error, OSError) and error.filename:
        return f"{error.strerror}: {error.filename}; mend that and run again"
    if isinstance(error, BrokenExecutor):
        return "a process that does the work was killed; is there memory enough? Run again"
    if isinstance(error, ValueError):
        return "; ".join([str(error), *notes])
    said = "; ".join([f"{type(error).__name__}: {error}", *notes])
    return f"{said} (`bay --debug …` shows where)"


def _lacking(command: str, missing: str) -> click.Command:
    """Stand for a command of the book where only the data are installed."""
    remedy = "pip install 'digitalbay[book]'"

    def told(**_: object) -> None:
        raise click.ClickException(f"bay {command} needs {missing}: {remedy}")

    settings = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(command, settings, told, help=f"Needs the book: {remedy}")


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bay")
@click.option("--debug", is_flag=True, help="Show the traceback of what stops a command.")
def main(debug: bool) -> None:
    """Digital Bay: data, notebooks and book."""
    if debug:
        os.environ[DEBUG] = "1"
