"""Queries: guarded, evaluated in a process that may be killed, complete or an error."""
