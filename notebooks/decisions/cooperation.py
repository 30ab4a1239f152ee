"""H5c: have mechanisms of cooperation not formed?"""

import digitalbay as db

from .crossings import cross_border
from .verdicts import Decision


def h5c(as_of=None) -> Decision:
    """Have cooperation mechanisms not formed? Cross-border documents, events and services.

    A mechanism in digital governance is an agreement or rule of the Bay Area on crossing borders
    in government, society or data, dated by the end of 2022; an event or documented case that
    crosses borders is a single service. A general agreement is counted but is not a mechanism in
    digital governance.
    """
    found = cross_border(as_of)
    before = found[found["before"]]
    mechanisms = before[(before["kind"] == "document") & before["digital"]]
    services = before[before["kind"].isin(["event", "case"])]
    if not len(mechanisms) and not len(services):
        verdict = "supported"
    elif (mechanisms["sides"] == 3).any():
        verdict = "contradicted"
    else:
        verdict = "partly"
    documents = db.documents(as_of=as_of)
    facts = {
        "documents": int((before["kind"] == "document").sum()),
        "events": int((before["kind"] == "event").sum()),
        "services": int((before["kind"] == "case").sum()),
        "mechanisms": len(mechanisms),
        "three_sides": int((mechanisms["sides"] == 3).sum()),
        "general_three_sides": int(
            ((before["kind"] == "document") & ~before["digital"] & (before["sides"] == 3)).sum()
        ),
        "after": int((~found["before"] & (found["kind"] == "document") & found["digital"]).sum()),
        "after_three_sides": int(
            (~found["before"] & found["digital"] & (found["sides"] == 3)).sum()
        ),
    }
    documents = documents[documents["document"].isin(before["key"])]
    events = db.events(as_of=as_of)
    events = events[events["event"].isin(before["key"])]
    cases = db.cases()
    cases = cases[cases["case"].isin(before["key"])]
    return Decision(verdict, facts, [documents, events, cases])
