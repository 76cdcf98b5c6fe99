"""Injected blocks: what plugins add to a rendered text, told from what editors wrote."""
