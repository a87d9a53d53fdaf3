"""A conflict-event knowledge graph: news articles in, traceable claims out."""

__version__ = "0.1.0"
