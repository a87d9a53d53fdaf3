"""Hostile requests against a running server, beside a client that only wants its answers: ``make hostile``."""
