"""Jupyter Book: executed notebooks into HTML and PDF, in three languages."""
