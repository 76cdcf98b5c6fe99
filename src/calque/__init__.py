"""calque keeps the translations of a site's posts in step with their source.

What `import calque` offers is in `docs/reference/api.md`; it is loaded when it is first asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calque.api import (
        CalqueError,
        check_markup,
        count_words,
        detect,
        join,
        locate,
        merge,
        read_catalog,
        read_site,
        split,
        status,
        sync,
        write_catalog,
    )

__all__ = [
    "CalqueError",
    "__version__",
    "check_markup",
    "count_words",
    "detect",
    "join",
    "locate",
    "merge",
    "read_catalog",
    "read_site",
    "split",
    "status",
    "sync",
    "write_catalog",
]

__version__ = "0.2.0"


def __getattr__(name: str) -> object:
    """Load the library at the first use of one of its names: the command line starts without it."""
    if name not in __all__:
        raise AttributeError(f"module 'calque' has no attribute {name!r}")
    from calque import api  # noqa: PLC0415 — see above

    return getattr(api, name)


def __dir__() -> list[str]:
    return list(__all__)
