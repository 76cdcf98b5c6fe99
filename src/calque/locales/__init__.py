"""Locales: their tags, the URLs that declare them, and the evidence a page gives."""

from typing import TYPE_CHECKING

from calque.lazy import loading

if TYPE_CHECKING:
    from calque.locales.evidence import Declared, Evidence, EvidenceKind, locate
    from calque.locales.page_languages import PageHead, Sitemap, SitemapPage, read_head, read_sitemap
    from calque.locales.paths import (
        PageIdentity,
        localised_url,
        named_locale,
        page_identity,
        same_page,
        shared_path,
    )
    from calque.locales.prefix_names import country_languages, country_locale, named_tags, tag_or_none
    from calque.locales.tags import find_tag, gettext_name, is_rtl, language_of, locale_name, parse_tag

__all__ = [
    "Declared",
    "Evidence",
    "EvidenceKind",
    "PageHead",
    "PageIdentity",
    "Sitemap",
    "SitemapPage",
    "country_languages",
    "country_locale",
    "find_tag",
    "gettext_name",
    "is_rtl",
    "language_of",
    "locale_name",
    "localised_url",
    "locate",
    "named_locale",
    "named_tags",
    "page_identity",
    "parse_tag",
    "read_head",
    "read_sitemap",
    "same_page",
    "shared_path",
    "tag_or_none",
]

__getattr__ = loading(
    __name__,
    {
        "evidence": "Declared Evidence EvidenceKind locate",
        "page_languages": "PageHead Sitemap SitemapPage read_head read_sitemap",
        "paths": "PageIdentity localised_url named_locale page_identity same_page shared_path",
        "prefix_names": "country_languages country_locale named_tags tag_or_none",
        "tags": "find_tag gettext_name is_rtl language_of locale_name parse_tag",
    },
)
