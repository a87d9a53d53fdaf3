"""A running service from Python: its saved questions and SPARQL, as data frames with typed columns.

    from kg import Client
    client = Client("http://127.0.0.1:5000")
    client.questions()                                          # what it can be asked
    client.run("timeline", begin="2016-10-01", type="airstrike")
    client.select("SELECT ?kind (COUNT(*) AS ?n) WHERE { ?f cek:kind ?kind } GROUP BY ?kind")

It needs pandas: ``pip install 'conflict-kg[client]'``.
"""

from __future__ import annotations

from kg.client.client import Client
from kg.client.questions import Question

__all__ = ["Client", "Question"]
