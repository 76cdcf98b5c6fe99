"""Handoffs: what is given to a translator, and what comes back."""
