"""What the pages keep of a snapshot, read graph by graph in lots, and kept up with each new article: decision 0158."""
