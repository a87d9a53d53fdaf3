"""All claims of a snapshot as columns of numbers: what map and explorer filter, count and list. See decision 0154."""
