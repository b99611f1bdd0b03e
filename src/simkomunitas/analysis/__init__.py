"""What matters, where a programme fails, and the best use of facilitator hours: analyses of experiments."""
