"""What a warm kernel has done before it is forked: imported libraries, read the data package.

The preparing process imports this module and nothing else of ours: of this package only what
every chapter imports, so that the modules of a kernel still tell what its notebook uses. Nothing
here may start a thread or open a socket, for neither survives a fork.
"""

# ruff: noqa: F401
import os

# The kernel imports its debugger, used or not, which warns of modules that it cannot enter.
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"

import altair
import ipykernel.debugger
import ipykernel.ipkernel
import ipykernel.kernelapp
import networkx
import papermill.execute
import scipy.optimize
import scipy.stats
import shapely.geometry

import digitalbay.figures
from digitalbay import data

# A package that is not as it was sealed stops the command before any kernel starts.
data.load()
