"""Kernels forked from a prepared process: as others, only sooner."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from jupyter_client.connect import write_connection_file

from digitalbay.kernels import prepared, provisioner
from digitalbay.kernels.manager import AsyncFileKernelManager

pytestmark = pytest.mark.skipif(not prepared.available(), reason="this system cannot fork")

ASK = "import os, random, numpy; print(random.random(), numpy.random.rand(), os.getcwd())"


async def _answers(code: str, n: int = 1, **options) -> tuple[list[str], list[dict]]:
    answers, ends = [], []
    for _ in range(n):
        manager = AsyncFileKernelManager()
        await manager.start_kernel(**options)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        told = []
        await client.execute_interactive(
            code, output_hook=lambda m, told=told: told.append(m["content"].get("text", ""))
        )
        answers.append("".join(told))
        ends.append({"key": manager.session.key, "process": manager.provisioner.process})
        await manager.shutdown_kernel(now=True)
        client.stop_channels()
    return answers, ends


def test_kernels_share_no_key_no_randomness_and_no_folder(tmp_path):
    # In a thread: the browser's tests may have left this one with a running loop.
    with ThreadPoolExecutor(1) as thread:
        answers, ends = thread.submit(asyncio.run, _answers(ASK, 2, cwd=tmp_path)).result()
    assert all(isinstance(end["process"], provisioner.ForkedProcess) for end in ends)
    assert ends[0]["key"] != ends[1]["key"]
    (*first, here), (*second, there) = (answer.split() for answer in answers)
    assert not set(first) & set(second)
    assert here == there == str(tmp_path)


@pytest.mark.parametrize("preparation", ["", "digitalbay.run.preparation"])
def test_prepared_process_has_no_other_thread_and_no_socket(preparation):
    code = """
        import os, sys
        from pathlib import Path
        from digitalbay.kernels import server
        server.prepare(sys.argv[1])
        files = [os.readlink(p) for p in Path("/proc/self/fd").iterdir() if p.exists()]
        print(len(os.listdir("/proc/self/task")), sum("socket" in file for file in files))
    """
    env = os.environ | dict.fromkeys(prepared.LIMITS, "1") | prepared.UNTHREADED
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), preparation],
        capture_output=True,
        text=True,
        env=env,
        check=True,
    )
    assert done.stdout.split() == ["1", "0"]


@pytest.mark.parametrize("kernels", [1, os.cpu_count()])
def test_forking_is_done_in_silence(kernels):
    code = f"""
        import asyncio
        from digitalbay.kernels import prepared
        from digitalbay.kernels.manager import AsyncFileKernelManager
        prepared.share({kernels})
        prepared.prepare("digitalbay.run.preparation")
        async def main():
            manager = AsyncFileKernelManager()
            await manager.start_kernel()
            await manager.shutdown_kernel(now=True)
        asyncio.run(main())
    """
    own = {name: os.environ[name] for name in os.environ.keys() - prepared.LIMITS}
    own.pop(prepared.ADDRESS, None)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        env=own,
        check=True,
    )
    # From Python 3.12 on, of a process with threads it warns.
    assert done.stdout + done.stderr == ""


def test_kernel_ends_with_the_process_that_asked_for_it(tmp_path):
    script = tmp_path / "asks.py"
    script.write_text(
        "import asyncio\n"
        "from digitalbay.kernels.manager import AsyncFileKernelManager\n"
        "async def main():\n"
        "    manager = AsyncFileKernelManager()\n"
        "    await manager.start_kernel()\n"
        "    print(manager.provisioner.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n",
        encoding="utf-8",
    )
    asker = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    kernel = psutil.Process(int(asker.stdout.readline()))
    assert kernel.status() != psutil.STATUS_ZOMBIE
    asker.send_signal(signal.SIGKILL)
    asker.communicate()
    assert _ends(kernel)


def test_kernel_ends_with_who_was_gone_before_it_was_told(tmp_path):
    prepared.prepare()
    (tmp_path / "sockets").mkdir()
    file, _ = write_connection_file(
        str(tmp_path / "kernel.json"), transport="ipc", ip=str(tmp_path / "sockets" / "kernel")
    )
    request = {"argv": ["-f", file], "env": dict(os.environ), "cwd": str(tmp_path), "silent": []}
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(os.environ[prepared.ADDRESS])
        client.sendall(json.dumps(request).encode() + b"\n")
        # All that it tells is left unread, so that its end finds an error.
        while not (told := client.recv(64, socket.MSG_PEEK)).endswith(b"."):
            assert told, "it ended at once"
            time.sleep(0.05)
        kernel = psutil.Process(int(told[:-1]))
        assert _lives(kernel)
    assert _ends(kernel)


def test_who_is_gone_before_it_asked_leaves_nothing():
    code = """
        import asyncio, os, socket
        from digitalbay.kernels import prepared
        from digitalbay.kernels.manager import AsyncFileKernelManager
        prepared.prepare()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(os.environ[prepared.ADDRESS])
        async def main():
            manager = AsyncFileKernelManager()
            await manager.start_kernel()
            await manager.shutdown_kernel(now=True)
        asyncio.run(main())
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def _ends(process: psutil.Process) -> bool:
    deadline = time.monotonic() + 10
    while _lives(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _lives(process)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
