"""Character references that readers would see: escaped twice, by an editor and by a translation tool."""

import re
from collections.abc import Iterator
from html.entities import html5

from calque.checks.pair import Pair

__all__ = ["double_references"]

_DOUBLE = re.compile(r"&amp;(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)


def double_references(pair: Pair) -> Iterator[str]:
    """Yield references that were escaped once more than in the source: `&amp;nbsp;`, which shows as `&nbsp;`."""
    if "&amp;" not in pair.target:
        return
    known = set(_DOUBLE.findall(pair.source))
    for name in dict.fromkeys(_DOUBLE.findall(pair.target)):
        if name not in known and (name.startswith("#") or f"{name};" in html5):
            yield f"&amp;{name}; shows readers the letters &{name};"
