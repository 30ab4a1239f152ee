"""Verdicts that several chapters need, by the rules of the claims ledger.

Chapters 3, 4 and 5 all lean on the verdicts on H4a–c and H5a–d. Each is one function here, which
reads the data package as of a day and returns a `Decision`; the wording stays with the notebooks.
The rules themselves are in ``data/claims/claims.csv`` and are dated before any result. Where a
rule leaves a choice open, the function's text says how it is read.
"""
