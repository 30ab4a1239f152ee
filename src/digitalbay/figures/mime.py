"""MIME types of what a notebook publishes."""

CHART = "application/vnd.vegalite.v5+json"
TABLE = "application/vnd.dataresource+json"
RECORD = "application/vnd.digitalbay.record+json"
LAB = "application/vnd.digitalbay.lab+json"
