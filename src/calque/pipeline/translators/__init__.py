"""Handing texts out to translators, and taking their answers back."""
