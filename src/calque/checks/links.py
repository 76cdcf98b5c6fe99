"""Addresses that a text shows: the translation has those of its source, or what stands for them in the locale."""

import re
from collections.abc import Iterator

from calque.addresses import host_of, split_url
from calque.checks.pair import Pair
from calque.html import plain
from calque.locales import locate

__all__ = ["bare_host", "has_host", "links", "unlocalised_link"]

_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"'`“”‘’«»（）。，、）」]+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_EXAMPLE = re.compile(r"[@.](?:example|domain|mail)\.|\.(?:example|invalid|test)$", re.IGNORECASE)
_END = ".,;:!?)]}*_>"
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gouv", "gov", "net", "or", "org"})
_COUNTRY_LENGTH = 2


def links(pair: Pair) -> Iterator[str]:
    """Yield hosts and mail addresses of the source that the target does not have, and hosts that are new in it."""
    if "://" not in pair.source and "@" not in pair.source:
        return
    given = [bare_host(url) for url in _urls(pair.target)]
    missing = [
        host for host in dict.fromkeys(map(bare_host, _urls(pair.source))) if not has_host(given, host)
    ]
    wanted = [bare_host(url) for url in _urls(pair.source)]
    added = [host for host in dict.fromkeys(given) if not has_host(wanted, host)]
    for position, host in enumerate(missing):
        instead = f"; it has {added[position]}" if position < len(added) else ""
        yield f"the source links to {host}, the translation does not{instead}"
    if "@" in pair.source:
        addresses = {address.lower() for address in _MAIL.findall(pair.target)}
        for address in dict.fromkeys(_MAIL.findall(pair.source)):
            if address.lower() not in addresses and not _EXAMPLE.search(address):
                yield f"the mail address {address} of the source is missing"


def _urls(text: str) -> list[str]:
    return [found.rstrip(_END) for found in _URL.findall(plain(text))] if "://" in text else []


def bare_host(url: str) -> str:
    """Return the host of a URL without `www.`; empty where it has none that can be read."""
    return host_of(url).removeprefix("www.")


def has_host(hosts: list[str], wanted: str) -> bool:
    """Tell whether a host is among others, or its counterpart in another country or language."""
    return wanted in hosts or not wanted or any(_is_counterpart(wanted, host) for host in hosts)


def _is_counterpart(one: str, other: str) -> bool:
    """Tell whether two hosts are those of one site: `en.wikipedia.org` and `fr.wikipedia.org`, `x.com` and `x.fr`."""
    (name, ending), (other_name, other_ending) = _registered(one), _registered(other)
    if name != other_name:
        return False
    return ending == other_ending or _COUNTRY_LENGTH in (
        len(ending.rpartition(".")[2]),
        len(other_ending.rpartition(".")[2]),
    )


def _registered(host: str) -> tuple[str, str]:
    """Return the name that a site is registered under, and what follows it: `www.bbc.co.uk` → `bbc`, `co.uk`."""
    labels = host.split(".")
    size = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == _COUNTRY_LENGTH else 1  # noqa: PLR2004
    return ".".join(labels[-size - 1 : -size]), ".".join(labels[-size:])


def unlocalised_link(pair: Pair) -> Iterator[str]:
    """Yield addresses of the site's own pages in the source locale, where the target locale has its own."""
    site = pair.setting.site
    if site is None or "://" not in pair.target:
        return
    own = bare_host(site.url)
    for url in dict.fromkeys(_urls(pair.target)):
        if bare_host(url) != own:
            continue
        declared = locate(url, site)
        if declared.locale == site.source and not _is_file(url):
            yield f"{url} is the page in {site.source}; link to the one in {pair.locale}"


def _is_file(url: str) -> bool:
    parts = split_url(url)
    path = parts.path if parts else ""
    return "/wp-content/" in path or bool(re.search(r"\.\w{2,5}$", path))
