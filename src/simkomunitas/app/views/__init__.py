"""What can be seen: one file a part of the app."""
