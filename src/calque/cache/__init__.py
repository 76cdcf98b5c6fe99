"""The cache: what was measured, kept in `.calque/cache.sqlite` until its inputs change.

Deleting it loses time, nothing else. It holds the state of every file that was read, and the status of every page. A
row may be used only while every input that it was made from is unchanged.
"""
