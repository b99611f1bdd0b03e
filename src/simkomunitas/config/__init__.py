"""Configuration files: from YAML to a checked scenario, and back."""
