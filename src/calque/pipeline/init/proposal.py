"""A calque.toml as text: keys for what was found, comments for other keys that can be set."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from calque.addresses import host_of
from calque.errors import SourceError
from calque.locales import locale_name
from calque.model import REPORT, SiteLocale

__all__ = ["Found", "ProposedConfig", "site_name", "write_config"]


@dataclass(frozen=True, slots=True)
class ProposedConfig:
    """The text of a calque.toml, and what its reader should know beside it."""

    text: str
    errors: tuple[SourceError, ...] = ()
    """What could not be read."""
    remarks: tuple[str, ...] = ()
    """Sentences on what was found, on what these credentials cannot see, and on what to do next."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a site that is to be configured."""

    name: str
    """What the site is called in deployments, environment variables, blocks and artifacts."""
    home: str
    kinds: Sequence[str]
    """What there is: `12 posts`."""
    source: str
    locales: Sequence[SiteLocale]
    """The target locales."""
    origin: Sequence[str]
    """The lines that say where posts are read, below `[site]`."""
    tables: Sequence[str] = ()
    """Lines of further tables that say how."""
    report: str = REPORT
    """The file of the report; another than usual where that is taken."""
    home_remark: str = ""
    """What to know of the home URL."""
    prefix: str = ""
    """The path prefix of the source locale."""
    parameter: str = ""
    base: str = ""
    evidence: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Locale → what says that the site has it, with counts."""
    scopes: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    """Locale → the lines of its scope, where less than everything is translated into it."""


def write_config(found: Found) -> str:
    """Write the calque.toml of a site: its keys, each with a word on what it means."""
    return "\n".join(
        (
            *_site(found),
            *_locales(found),
            *_scopes(found),
            *_report(found),
            *_REST,
            *_pairs(found),
            *_GATE,
            *_PREFECT,
            "",
        )
    )


def _site(found: Found) -> Iterable[str]:
    yield f"# calque keeps the translations of {found.home} in step with their source."
    yield f"# Found here: {', '.join(found.kinds)}."
    yield ""
    yield "[site]"
    yield f'name = "{found.name}"'
    yield f'url = "{found.home}"' + (f"  # {found.home_remark}" if found.home_remark else "")
    where = f"URLs below /{found.prefix}/" if found.prefix else "URLs without a prefix"
    yield f'source = "{found.source}"  # the locale of {where}: {locale_name(found.source)}'
    for key, value in (("prefix", found.prefix), ("base", found.base), ("parameter", found.parameter)):
        if value:
            yield f"{key} = {_quoted(value)}"
    yield from found.origin
    if found.tables:
        yield ""
        yield from found.tables


def _locales(found: Found) -> Iterable[str]:
    yield ""
    yield '# A table a target locale. truth says where its translations live: "site" (as posts of their own) or'
    yield '# "po" (in the PO files); left out, it is "site" where the site has such posts.'
    for locale in found.locales:
        yield ""
        said = found.evidence.get(locale.tag, "")
        yield f"[locales.{locale.tag}]  # {locale_name(locale.tag)}" + (f": {said}" if said else "")
        for key in ("prefix", "host", "parameter", "root"):
            if value := getattr(locale, key):
                yield f"{key} = {_quoted(value)}"
        if not said:
            yield f'# prefix = "{locale.tag.lower()}"  # no page of it was seen; the one that its pages will have'


def _scopes(found: Found) -> Iterable[str]:
    yield ""
    yield "# What is wanted in a locale; all posts where nothing is said."
    for number, (tag, lines) in enumerate(found.scopes.items()):
        if number:
            yield ""
        yield f"[scope.{tag}]"
        yield from lines
    if not found.scopes:
        yield f"# [scope.{found.locales[0].tag}]"
        yield '# types = ["post", "page"]'
    yield from (
        "# categories = [3, 5]",
        "# since = 2026-01-01",
        '# exclude = ["posts/12", "/imprint/", "category:9"]',
    )


def _report(found: Found) -> Iterable[str]:
    if found.report != REPORT:
        yield from ("", "[report]", f"file = {_quoted(found.report)}  # another {REPORT} stands here")


_REST = (
    "",
    "# [html]",
    '# exclude = [".share-buttons"]  # CSS selectors of what is never translated',
    '# shortcodes = ["pricing"]  # further shortcodes',
    "",
    "# [catalogs]",
    '# folder = "locales"',
    '# layout = "post"  # a PO file a post; "section": a type and year; "site": one',
    "# wrap = 79  # 0 does not wrap",
)


def _pairs(found: Found) -> Iterable[str]:
    yield ""
    yield "# [pairs]  # translations that nothing else pairs: a source, then its translation a locale"
    yield f'# "posts/12" = {{ {found.locales[0].tag} = "posts/34" }}'


_GATE = (
    "",
    "# [gate]  # policies that make a run exit 1",
    "# fail_under = 90",
    "# no_stale = true",
)

_PREFECT = (
    "",
    "# [prefect]  # for `calque deploy`",
    '# time = "04:15"  # of the nightly sync',
    '# timezone = "Europe/Paris"  # else that of the machine that deploys',
    '# notify = "slack-webhook/editors"  # who is told of bad nights: a block on Prefect\'s page',
)


def site_name(home: str) -> str:
    """Return the name that a site gets from its host: `https://www.example.org` → `example-org`."""
    host = (host_of(home) or "site").removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")[:63] or "site"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
