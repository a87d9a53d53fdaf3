"""Writes that come over HTTP: SPARQL updates and graphs, each made by a process of its own. See docs/decisions/0013."""

from kg.updates.bodies import GraphPart
from kg.updates.service import UpdateService, Written

__all__ = ["GraphPart", "UpdateService", "Written"]
