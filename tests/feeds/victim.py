"""``kg`` with a reader that finds nothing, to be killed: ``python -m tests.feeds.victim watch ...``."""

from __future__ import annotations

from kg import pipeline, prepare, rdf
from kg.cli import main
from kg.model import Reading

if __name__ == "__main__":
    prepare.read = lambda article: Reading(article=article)
    pipeline.open_index = lambda: None  # type: ignore[assignment,return-value]
    rdf.ontology_quads = lambda base: []
    rdf.violations = rdf.text_violations  # type: ignore[assignment]
    main()
