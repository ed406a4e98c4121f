"""The operator's pages: what stands where, what waits for a person, the rules, and what machines ask (row S8).

    server, connections   the thread that listens  guard       what stands before every page
    app         addresses -> pages                 visits      who may see and do what; the way in for pages
    signing, sessions, passwords, throttle         who is who
    overview, items, item, rulepages, people, settingspage     the pages
    acts        what people do to items            original    a stranger's mail, made harmless
    rendering, plots, templates/, static/          how it looks
    health      /healthz, /readyz, /metrics

Reads the spool and Heap; changes nothing but through `spool.hands`.
"""

from mailbridge.console.parts import Parts
from mailbridge.console.server import Console

__all__ = ["Console", "Parts"]
