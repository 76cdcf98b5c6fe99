"""A WordPress site as a live source: its posts over the REST API, and the heads of its pages where they pair them."""

import os
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from calque.guards.questions import Guard
from calque.model import PageKey, Site
from calque.pipeline.crawl.collect import collect, collect_post
from calque.pipeline.crawl.download import download, inquire
from calque.pipeline.crawl.fetched import fetch_again
from calque.pipeline.crawl.hreflang import collect_heads, load_heads
from calque.pipeline.crawl.source import Collected
from calque.pipeline.crawl.survey import look_up, settings_of, survey
from calque.pipeline.ingest.facts import Facts
from calque.pipeline.runner import Runner
from calque.sources.wordpress.credentials import find_credentials

__all__ = ["STEPS", "WordPressSource"]

STEPS = (survey, look_up, download, inquire, load_heads)
"""The steps that wait for the site."""


@dataclass(frozen=True, slots=True)
class WordPressSource:
    """The WordPress site of `[wordpress]`; see `LiveSource`."""

    site: Site

    def collect(
        self,
        runner: Runner,
        *,
        now: datetime,
        sample: int = 0,
        refetch: bool = False,
        accept: AbstractSet[Guard] = frozenset(),
        known: Callable[[], Facts] = Facts,
    ) -> Collected:
        """Sweep the site, fetch what is new or changed, then the heads that pair its pages."""
        done = collect(self.site, runner, sample=sample, refetch=refetch, accept=accept)
        if not settings_of(self.site).hreflang:
            return done
        return replace(done, findings=(*done.findings, *collect_heads(self.site, runner, now, known)))

    def collect_post(self, runner: Runner, post: str) -> Collected:
        """Fetch one post, by its address or its key, where it is not kept in its present state."""
        return collect_post(self.site, runner, post)

    def fetch_again(self, keys: Iterable[PageKey]) -> None:
        """Have the next sync fetch these pages: what is kept of them is in doubt."""
        rooted = {locale.tag for locale in self.site.locales if locale.root}
        fetch_again(self.site.root, keys, rooted)

    def has_credentials(self, environ: Mapping[str, str] = os.environ) -> bool:
        """Tell whether there are a user and a password, or a netrc file that knows the site."""
        return find_credentials(self.site.name, self.site.url, environ) is not None
