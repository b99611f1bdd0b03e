"""Why a resident came or stayed away, what else happened, and what would have changed her mind."""
