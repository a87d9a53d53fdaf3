"""How fast articles are read, beside spaCy's small pipelines in the same run."""
