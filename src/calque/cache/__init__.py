"""The cache: what was measured, kept in `.calque/cache.sqlite` until its inputs change.

Deleting it loses time, nothing else. It says of every file that was read how it stood, and of every page what it
came to; a row may be used only while every input that it was made from is the same.
"""
