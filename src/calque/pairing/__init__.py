"""Pairing: which page translates which, and why."""
