"""Processes of pools: what is wrong is what they return, not what they say."""

import os
import subprocess
import sys
import textwrap

import pytest

from digitalbay.kernels import prepared
from digitalbay.options import DEBUG

pytestmark = pytest.mark.skipif(not prepared.available(), reason="this system cannot fork")

CODE = """
    import os
    import sys
    from concurrent.futures import ProcessPoolExecutor
    from digitalbay.run import workers

    with ProcessPoolExecutor(1, workers.context()) as pool:
        print(pool.submit(os.write, 2, b"of a worker\\n").result())
    print("own words", file=sys.stderr)
"""


@pytest.mark.parametrize(("debug", "told"), [("", ""), ("1", "of a worker\n")])
def test_workers_are_silent_unless_asked_for_more(debug, told):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CODE)],
        env=os.environ | {DEBUG: debug},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "12\n"
    assert done.stderr == f"{told}own words\n"
