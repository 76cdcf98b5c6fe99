"""WXR exports, as *Tools → Export* writes them: the posts of a site, and which of them Polylang pairs."""

from calque.sources.wxr.pairs import Export, read_export
from calque.sources.wxr.posts import read_items

__all__ = ["Export", "read_export", "read_items"]
