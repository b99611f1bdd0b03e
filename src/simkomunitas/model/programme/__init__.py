"""What an organizer decides: settings, strategies, organizing models, targeting, exit rules, four-weekly plan."""
