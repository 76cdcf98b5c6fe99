"""The one place that says by what a site is asked over the network, if by anything."""

from collections.abc import Callable
from typing import Any

from calque.model import Site
from calque.pipeline.crawl.source import LiveSource

__all__ = ["live_source", "network_steps"]


def live_source(site: Site) -> LiveSource | None:
    """Return the live source of a site, as calque.toml says; None where files alone are read."""
    if site.wordpress:
        from calque.pipeline.crawl.wordpress import WordPressSource  # noqa: PLC0415 — only such a site needs a client

        return WordPressSource(site)
    return None


def network_steps() -> tuple[Callable[..., Any], ...]:
    """Return the steps of all live sources that wait for a site: a runner may begin them again where it was out."""
    from calque.pipeline.crawl.wordpress import STEPS  # noqa: PLC0415 — the same

    return STEPS
