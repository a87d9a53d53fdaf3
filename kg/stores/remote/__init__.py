"""A store behind SPARQL 1.1 over HTTP: the graph lives in another server, the texts and the journal stay here."""
