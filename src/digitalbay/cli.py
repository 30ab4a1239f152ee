"""The command `bay`."""

from importlib import import_module

import click

from digitalbay import __version__
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
}
# These run notebooks, so the process that their kernels are forked from starts first of all: it
# imports for two seconds, as long as they do.
RUNNERS = ("check", "run", "sweep")


class Rooms(click.Group):
    """A group that finds its commands by name and imports them late."""

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
            return _lacking(cmd_name, error.name)


def _lacking(command: str, missing: str) -> click.Command:
    """Stand for a command of the book where only the data are installed."""
    remedy = "pip install 'digitalbay[book]'"

    def told(**_: object) -> None:
        raise click.ClickException(f"bay {command} needs {missing}: {remedy}")

    settings = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(command, settings, told, help=f"Needs the book: {remedy}")


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bay")
def main() -> None:
    """Digital Bay: data, notebooks and book."""
