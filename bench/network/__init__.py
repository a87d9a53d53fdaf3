"""Whether a network of thousands of actors stays usable in a browser: ``make bench-network``."""
