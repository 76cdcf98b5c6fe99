"""Numbers that stand for texts in the cache."""

from hashlib import sha256

__all__ = ["number_for"]


def number_for(*key: str) -> int:
    """Return a number for a key of several texts, which SQLite compares faster and keeps in fewer bytes."""
    return int.from_bytes(
        sha256("\0".join(key).encode("utf-8", "surrogatepass")).digest()[:8], "big", signed=True
    )
