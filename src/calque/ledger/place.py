"""Where the ledger is."""

from pathlib import Path

from calque.model import Site

__all__ = ["ledger_path"]


def ledger_path(site: Site) -> Path | None:
    """Return the file of the site's ledger, or None where calque.toml names a database."""
    return None if site.ledger else site.root / ".calque" / "ledger.sqlite"
