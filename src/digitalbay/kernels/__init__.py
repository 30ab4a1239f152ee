"""Kernels forked from one prepared process, whatever is run in them."""
