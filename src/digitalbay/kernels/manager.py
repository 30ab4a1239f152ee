"""Kernels that talk over files of this machine, not over ports, and do not wait in steps.

Free TCP ports are looked for before they are taken, so that two kernels started at once by two
processes may take the same one and die; and anybody on the machine may connect to them.
"""

from __future__ import annotations

import inspect
import shutil
import sys
import time
from collections.abc import Callable
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.connect import ConnectionFileMixin
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import Bool, Type, Unicode

from .prepared import folder_of_sockets
from .provisioner import PROVISIONER


class _OverFiles(ConnectionFileMixin):
    """Gives each kernel a folder of sockets, where the system has them."""

    def __init__(self, **options: Any):
        self._folder: str | None = None
        if sys.platform != "win32":
            self._folder = folder_of_sockets("bay-kernel-")
            options |= {"transport": "ipc", "ip": f"{self._folder}/kernel"}
        super().__init__(**options)

    def cleanup_connection_file(self) -> None:
        """Remove the sockets with the file that names them."""
        super().cleanup_connection_file()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


class FileKernelManager(_OverFiles, KernelManager):
    """For nbval, which waits for its kernels."""


class PromptClient(AsyncKernelClient):
    """Knows that a kernel is ready as soon as it is, where Jupyter's waits for a silence."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and is heard; RuntimeError if it dies or is late."""
        deadline = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < deadline:
            asked = self.kernel_info()
            try:
                reply = await self._of(self.get_shell_msg, asked, "kernel_info_reply")
                await self._of(self.get_iopub_msg, asked, "status", execution_state="idle")
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("the kernel died before it answered") from None
            else:
                self._handle_kernel_info_reply(reply)
                return
        raise RuntimeError(f"the kernel did not answer in {timeout} seconds")

    async def testimony(self, asked: dict) -> dict:
        """Ask the kernel what was used in it; RuntimeError if it died or cannot tell."""
        request = self.session.msg("testimony_request", asked)
        self.control_channel.send(request)
        while True:
            try:
                reply = await self.get_control_msg(timeout=1)
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("the kernel ended before it told what it used") from None
                continue
            if reply["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                if error := reply["content"].get("error"):
                    raise RuntimeError(error)
                return reply["content"]

    async def _of(self, receive: Callable, asked: str, kind: str, **content: object) -> dict:
        while True:
            message = await receive(timeout=1)
            answers = message["parent_header"].get("msg_id") == asked
            if (
                answers
                and message["msg_type"] == kind
                and content.items() <= message["content"].items()
            ):
                return message


class AsyncFileKernelManager(_OverFiles, AsyncKernelManager):
    """For papermill, whose client does not."""

    client_factory = Type(PromptClient)
    # Else ordinary kernels, also where others can be forked.
    forks = Bool(True)
    # What the prepared process imports before it forks: see `ForkedProvisioner`.
    preparation = Unicode()
    # Without the hundredth of a second that Jupyter adds to each, for its tests to see it pending.
    start_kernel = inspect.unwrap(KernelManager._async_start_kernel)
    shutdown_kernel = inspect.unwrap(KernelManager._async_shutdown_kernel)

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel's spec, with the provisioner that forks it and ends what it started."""
        spec = super().kernel_spec
        if spec:
            spec.metadata["kernel_provisioner"] = {
                "provisioner_name": PROVISIONER,
                "config": {"forks": self.forks, "preparation": self.preparation},
            }
        return spec
