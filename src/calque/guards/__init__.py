"""Guards: what no run believes by itself, judged from rows of what was and what is; no disk, no clock."""
