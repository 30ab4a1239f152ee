"""The kernel to fork: made once, before the fork, connected after it, and sparing.

To make an IPython kernel takes 40 ms, most of them to copy what memory the fork still shared. So
the prepared process makes it, and each fork gives it an identity, sockets and a random state of
its own. It reads no settings of whoever runs it: a notebook gives the same everywhere.
"""

from __future__ import annotations

import os
import re
import sys
import uuid
from typing import Any, Self

from ipykernel.compiler import XCachingCompiler
from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import ExecutionResult
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

_INLINE = "module://matplotlib_inline.backend_inline"
_TRAIT = re.compile(r"--(\w+)\.(\w+)=(.*)")


class Stream(OutStream):
    """Stdout or stderr that passes over a flush of nothing, and refuses half a character.

    Jupyter flushes both around every cell and every output, and each flush waits for a thread. What
    cannot be encoded it would take, to fail when it is sent, and lose it.
    """

    _written = False

    def write(self, string: str) -> int | None:  # type: ignore[override] # as Jupyter's does
        """Write as any stream does; raise UnicodeEncodeError for what no file can hold."""
        if isinstance(string, str):
            string.encode()
        self._written = True
        return super().write(string)

    def flush(self) -> None:
        """Send what was written since the last flush."""
        if self._written:
            self._written = False
            super().flush()


class Shell(ZMQInteractiveShell):
    """Reads a cell once; Jupyter asks for the same twice before it runs."""

    def __init__(self, **options: Any):
        self._transformed: dict[str, str] = {}
        self._is_async: dict[str, bool] = {}
        super().__init__(**options)

    def transform_cell(self, raw_cell: str) -> str:
        """Return a cell as Python, its magics translated."""
        if raw_cell not in self._transformed:
            self._transformed = {raw_cell: super().transform_cell(raw_cell)}
        return self._transformed[raw_cell]

    def should_run_async(self, raw_cell: str, **options: Any) -> bool:
        """Tell whether a cell awaits."""
        if raw_cell not in self._is_async:
            self._is_async = {raw_cell: super().should_run_async(raw_cell, **options)}
        return self._is_async[raw_cell]

    def run_cell(self, *arguments: Any, **options: Any) -> ExecutionResult:
        """Run a cell and forget it: what a name means may change."""
        try:
            return super().run_cell(*arguments, **options)
        finally:
            self._transformed, self._is_async = {}, {}


class Compiler(XCachingCompiler):
    """Names a cell's code as IPython does: alike in each run, where Jupyter has the process's id.

    So a warning, which tells the name, is the same in each run; and Jupyter's hash is slow.
    """

    get_code_name = CachingCompiler.get_code_name


class Kernel(IPythonKernel):
    """An IPython kernel that the application finds made, and connects."""

    @classmethod
    def instance(cls, **options: Any) -> Self:
        """Return the kernel, given what an application gives to a new one."""
        kernel = super().instance(
            shell_class=Shell,
            compiler_class=Compiler,
            config=Config({"HistoryManager": {"enabled": False}}),
        )
        for name, value in options.items():
            if value is not None:
                setattr(kernel, name, value)
        kernel.ident = str(uuid.uuid4())
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        shell: Any = kernel.shell
        shell.init_environment()
        for end in (shell.displayhook, shell.display_pub):
            end.session, end.pub_socket = kernel.session, kernel.iopub_socket
        shell.displayhook.topic = kernel._topic("execute_result")
        return kernel


class Application(IPKernelApp):
    """Starts the kernel that is there, from the arguments that managers of kernels give."""

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Take ``-f FILE --Class.trait=value ...`` as it is, anything else as Jupyter does."""
        flag, file, *rest = argv or ["", ""]
        traits = [match for argument in rest if (match := _TRAIT.fullmatch(argument))]
        if flag != "-f" or len(traits) < len(rest):
            return super().parse_command_line(argv)
        self.cli_config = Config({"IPKernelApp": {"connection_file": file}})
        for section, trait, value in (match.groups() for match in traits):
            self.cli_config[section][trait] = DeferredConfigString(value)
        self.update_config(self.cli_config)

    def load_config_file(self, *_: object, **_options: object) -> None:
        """Read no settings."""

    def init_code(self) -> None:
        """Run no files of whoever runs this."""


def prepare() -> Application:
    """Make the application and its kernel, without sockets or threads."""
    # As each kernel does when it starts, too late for what is imported before.
    os.environ.setdefault("MPLBACKEND", _INLINE)
    # Nobody debugs a run: without its debugger a kernel is smaller by a hundred modules.
    sys.modules["debugpy"] = None  # type: ignore[assignment] # not to be found
    shell: Any = Kernel.instance().shell
    del sys.modules["debugpy"]
    # Which `init_code` would note, for the magic that resets.
    shell._sys_modules_keys = set(sys.modules)
    return Application.instance(
        kernel_class=Kernel,
        outstream_class=f"{__name__}.{Stream.__name__}",
        # Else a record is made of each message, to be thrown away.
        logging_config={"loggers": {Application.__name__: {"level": "CRITICAL"}}},
        # It ends with its client, and needs no thread to look for its parent.
        parent_handle=1,
    )
