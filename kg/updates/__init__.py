"""Writes that come over HTTP: SPARQL updates and graphs, each made by a process of its own. See docs/decisions/0013.

Nothing is imported here: the process that writes starts with every request.
"""
