"""The pipeline's verbs, one file each, in order: sweep, fetch, locate, detect, split, export, merge, write, track.

Plain functions over values; `sync` and `status` put them together. No Prefect: `flows/` and the command line
call the very same functions.
"""
