"""The names that WordPress gives the collections of its REST API."""

__all__ = ["collection_of"]

_COLLECTIONS = {
    "post": "posts",
    "page": "pages",
    "attachment": "media",
    "wp_block": "blocks",
    "wp_navigation": "navigation",
    "category": "categories",
    "post_tag": "tags",
}


def collection_of(kind: str) -> str:
    """Return the collection of a post type or taxonomy: `post` → `posts`; its own name where it has no other."""
    return _COLLECTIONS.get(kind, kind)
