"""Shared: the steps of a sync that other processes do; apart, since all that they need is loaded with it."""

from collections.abc import Callable
from typing import Any

from calque.pipeline.catalogs.index_texts import index_texts
from calque.pipeline.catalogs.renew import renew
from calque.pipeline.ingest.detect import detect
from calque.pipeline.ingest.split_files import split_files
from calque.pipeline.status.track import track

__all__ = ["SHARED"]

SHARED: frozenset[Callable[..., Any]] = frozenset({split_files, detect, renew, index_texts, track})
"""The steps whose work is many times what it costs to send a batch and its result: see decision 38."""
