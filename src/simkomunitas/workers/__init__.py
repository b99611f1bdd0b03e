"""Worker processes, on one machine or a Dask cluster, that simulate in parallel."""
