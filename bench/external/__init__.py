"""The reader on corpora that nobody here made. They are not part of the project: each is read where it lies."""
