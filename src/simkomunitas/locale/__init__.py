"""What the package says in each language: one folder a language, one file a subject, for translators to edit."""
