"""Archives: many articles at once, cut into parts that are read side by side, here or on other machines.

    addresses -> plan of parts -> process_part (pure, anywhere) -> files of a part -> load (one writer)

A part's files depend on its articles, the reader and the settings alone. So a part may be made twice, by anybody, and
a run that was stopped goes on with the parts that are missing. See docs/decisions/0130.
"""

from kg.archives.engines import Engine, engine_of
from kg.archives.run import ingest_archives

__all__ = ["Engine", "engine_of", "ingest_archives"]
