"""`[wordpress]`: how a site is asked over its REST API."""

import re

from calque.config.tables import Table
from calque.model import WordPress

__all__ = ["read_wordpress"]

_KEYS = (
    "root",
    "hosts",
    "types",
    "hreflang",
    "statuses",
    "rate",
    "concurrency",
    "batch",
    "attempts",
    "timeout",
    "revisions",
)


def read_wordpress(file: Table) -> WordPress | None:
    """Read `[wordpress]`, which may be empty; None where it does not stand in the file."""
    if "wordpress" not in file:
        return None
    table = file.table("wordpress").only(*_KEYS)
    plain = WordPress()
    return WordPress(
        root=table.address("root", "write the REST root's, https://example.org/wp-json/"),
        hosts=_read_names(
            table, "hosts", r"[\w.-]+(:\d+)?", "write hosts as in example.org or example.org:8080"
        ),
        types=_read_names(
            table, "types", r"[\w-]+", "write collections as in posts, pages, media, categories"
        ),
        statuses=_read_names(table, "statuses", r"[a-z_-]+", "write statuses as in publish, draft")
        if "statuses" in table
        else plain.statuses,
        rate=table.number("rate", plain.rate, low=1, high=1000),
        concurrency=table.number("concurrency", plain.concurrency, low=1, high=32),
        batch=table.number("batch", plain.batch, low=1, high=100),
        attempts=table.number("attempts", plain.attempts, low=1, high=20),
        timeout=table.number("timeout", plain.timeout, low=1, high=3600),
        hreflang=table.flag("hreflang"),
        revisions=table.number("revisions", plain.revisions, low=0, high=100),
    )


def _read_names(table: Table, key: str, form: str, then: str) -> tuple[str, ...]:
    names = table.texts(key)
    for name in names:
        if not re.fullmatch(form, name):
            table.fail(key, f"{name!r} is not known", then)
    return names
