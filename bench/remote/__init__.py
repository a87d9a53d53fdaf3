"""What distance costs: an ingest into a SPARQL server that is far away."""
