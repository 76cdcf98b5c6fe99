"""The addresses that `calque.toml` names."""

from calque.addresses import split_url
from calque.config.tables import Table

__all__ = ["read_host", "read_web"]


def read_web(table: Table, key: str, url: object, then: str) -> str:
    """Return the address at a key, of a host that is asked by http or https; credentials have no place there."""
    parts = split_url(url) if isinstance(url, str) else None
    if not isinstance(url, str) or parts is None or not parts.is_web:
        shown = "it" if "@" in str(url) else repr(url)  # what may be a password is not shown
        table.fail(key, f"{shown} is no URL", then)
    if parts.user is not None:
        table.fail(key, "it holds credentials", "leave them out; they come from the environment")
    return url


def read_host(table: Table, key: str) -> str:
    """Return the host at a key, with its port where it has one; empty where none is written."""
    host = table.text(key)
    if split_url(f"//{host}") is None:
        table.fail(key, f"{host!r} is no host", "write it as in fr.example.org or fr.example.org:8080")
    return host
