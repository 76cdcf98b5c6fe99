"""Detect: the language that each page's text is in."""

from collections.abc import Sequence
from dataclasses import replace

from calque.html import plain
from calque.language import observe
from calque.model import Page, Site, SplitPost

__all__ = ["detect"]


def detect(site: Site, rows: Sequence[tuple[Page, SplitPost]]) -> tuple[Page, ...]:
    """Give each page the language observed in all of its text, among the site's locales; None where undetermined."""
    return tuple(replace(page, observed=observe(_text(split), site.tags).language) for page, split in rows)


def _text(split: SplitPost) -> str:
    return "\n".join(plain(segment.text) for segment in split.segments)
