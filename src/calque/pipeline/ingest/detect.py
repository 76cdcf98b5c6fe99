"""Detect: the language that each page's text is in."""

from collections.abc import Sequence
from dataclasses import replace

from calque.html import plain
from calque.language import Certainty, observe, observe_source
from calque.locales import language_of
from calque.locales.prefix_names import coded_tags
from calque.locales.stated import Stated
from calque.locales.undeclared import unconfigured_prefix
from calque.model import Page, Site

__all__ = ["detect"]


def detect(site: Site, rows: Sequence[tuple[Page, Sequence[str]]]) -> tuple[Page, ...]:
    """Give each page the language observed in all of its texts, among the site's locales; None where undetermined.

    Of what counts as a source, or as nothing yet, all languages with a profile are looked for: a French post without a
    prefix would else be given out for translation into French.
    """
    stated = Stated.of(site)
    return tuple(_detect(site, stated, page, [plain(text) for text in texts]) for page, texts in rows)


def _detect(site: Site, stated: Stated, page: Page, texts: Sequence[str]) -> Page:
    observed = observe("\n".join(texts), site.tags).language
    if page.locale not in (None, site.source) or stated.locale(page.post.link, page.post.key):
        return replace(page, observed=observed)
    named = {language_of(tag) for tag in coded_tags(unconfigured_prefix(page.post.link, site))}
    found = observe_source(texts, site.source, candidates=site.tags, named=named)
    if found is None:
        return replace(page, observed=observed)
    sure = found.certainty is Certainty.SURE
    return replace(page, observed=observed, foreign=found.language, withheld=sure)
