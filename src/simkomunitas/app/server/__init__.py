"""The server of the app: access, connections, messages, limits, and what every answer carries."""
