"""What the events of many articles have in common: cases, and estimates of their numbers.

A case is what several events are proposed to be: one happening. All of it is derived from the article graphs, lives in
the merged graph only, and can be made again from them at any time. See docs/cases.md and docs/estimates.md.
"""

from kg.cases.ahead import always
from kg.cases.candidates import Filing
from kg.cases.refresh import Cases, Refreshed
from kg.cases.telling import Entry, Telling, telling_of

__all__ = ["Cases", "Entry", "Filing", "Refreshed", "Telling", "always", "telling_of"]
