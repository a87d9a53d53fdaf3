"""Other data sets of conflict events beside ours: each imported into a graph of its own, and matched with the press.

``formats/`` has one module a data set; ``importing`` reads a file; ``match`` proposes which events are the same.
"""
