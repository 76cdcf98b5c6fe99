"""The home URL of a site, as the addresses of its posts show it."""

from collections import Counter
from collections.abc import Sequence

from calque.addresses import split_url
from calque.errors import ConfigError
from calque.locales import named_tags
from calque.model import Post

__all__ = ["NO_HOME", "home_of"]

NO_HOME = "https://example.org"
"""The home URL of pages that do not state their own address."""


def home_of(posts: Sequence[Post]) -> str:
    """Return the site's home URL: the scheme and host that most links have, the REST root's folder included.

    A root such as `/fr/wp-json/` is that of a locale, whose prefix is none of the site's folders.
    """
    if all(post.link.startswith("/") for post in posts):
        return NO_HOME
    homes = Counter(
        f"{parts.scheme}://{parts.netloc}"
        for post in posts
        if (parts := split_url(post.link)) and parts.netloc
    )
    if not homes:
        raise ConfigError("the posts have no links; give REST posts with the field link")
    host = homes.most_common(1)[0][0]
    roots = [
        _without_prefix(post.rest_url.partition("/wp-json/")[0])
        for post in posts
        if post.rest_url.startswith(f"{host}/")
    ]
    root = min(roots, key=len, default=host)
    links = [post.link for post in posts if post.link.startswith(f"{host}/")]
    return root if all(link.startswith(f"{root}/") for link in links) else host


def _without_prefix(root: str) -> str:
    before, _, last = root.rpartition("/")
    return before if named_tags(last) else root
