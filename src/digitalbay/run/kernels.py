"""Kernels that talk over files of this machine, not over ports.

Free TCP ports are looked for before they are taken, so that two kernels started at once by two
processes may take the same one and die; and anybody on the machine may connect to them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile

from jupyter_client.manager import AsyncKernelManager, KernelManager


class _OverFiles:
    """Gives each kernel a folder of sockets, where the system has them."""

    def __init__(self, **options):
        self._folder = None
        if sys.platform != "win32":
            # Short and absolute: the path of a socket has about a hundred characters.
            self._folder = tempfile.mkdtemp(prefix="bay-kernel-")
            options |= {"transport": "ipc", "ip": f"{self._folder}/kernel"}
        super().__init__(**options)

    def cleanup_connection_file(self) -> None:
        """Remove the sockets with the file that names them."""
        super().cleanup_connection_file()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


class FileKernelManager(_OverFiles, KernelManager):
    """For nbval, which waits for its kernels."""


class AsyncFileKernelManager(_OverFiles, AsyncKernelManager):
    """For papermill, whose client does not."""
