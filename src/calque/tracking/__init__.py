"""Judgements: which page translates which, what state each unit is in, since when, and how much work that is."""
