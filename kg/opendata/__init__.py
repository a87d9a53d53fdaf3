"""The graph as open data: dumps of graphs in RDF, and the figures as a table with its description.

What may not be passed on is left out unless it is asked for by name on the command line: see ``graphs``.
"""
