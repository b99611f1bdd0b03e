"""Simulated communities: how organizing strategies change who takes part, and what is left afterwards."""
