"""Pages: what people read and look at, made from stored tables only."""
