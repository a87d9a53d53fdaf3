"""What an archive costs: read by one process, by all cores, and by a Dask cluster on this machine, in one run."""
