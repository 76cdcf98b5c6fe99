"""What is said where a file can be neither read nor written."""

from pathlib import Path

from calque.errors import CalqueError, CatalogError

__all__ = ["unreadable", "unwritable"]


def unreadable(path: Path, error: OSError) -> CatalogError:
    """Return the error for a file that stands and cannot be read."""
    return CatalogError.at(str(path), f"cannot be read ({error.strerror}); mend its rights, then try again")


def unwritable(path: Path, error: OSError) -> CalqueError:
    """Return the error for a file that cannot be written, renamed or deleted."""
    return CalqueError.at(
        str(path), f"cannot be written ({error.strerror}); free space or mend its rights, then try again"
    )
