"""Triples to what a page or a JSON answer shows: frozen values and pure functions, no HTTP and no queries."""
