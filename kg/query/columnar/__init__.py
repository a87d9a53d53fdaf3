"""Joins and aggregates over whole columns of a graph, for the questions that the engine answers one look-up at a time.

The union of a snapshot as numbers in arrays (``table``, ``terms``), a question as far as it is understood (``select``,
``asked``), and its answer (``joins``, ``groups``, ``answer``). The rest is the engine's: see docs/decisions/0152.
"""
