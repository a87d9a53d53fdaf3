"""Where the ontology and the saved queries lie; see `kg.files`, which rooms to the left of this one use directly."""

from __future__ import annotations

from kg.files import languages_dir, ontology_dir, queries_dir

__all__ = ["languages_dir", "ontology_dir", "queries_dir"]
