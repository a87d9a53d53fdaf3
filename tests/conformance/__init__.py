"""The W3C's SPARQL 1.1 suites against a running server: ``make conformance``. Nothing of the suites is kept here."""
