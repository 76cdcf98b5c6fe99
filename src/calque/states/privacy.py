"""What reports leave out: posts that are not public, unless they are asked for."""

from collections import Counter
from collections.abc import Iterable, Sequence

from calque.model import Finding, FindingCode, Page, PageGroup, Post, Severity, Site

__all__ = ["is_named", "public_findings", "shows"]


def is_named(post: Post, site: Site) -> bool:
    """Tell whether a report may name a post and quote its text: drafts and private posts only where asked for."""
    return post.status == "publish" or site.include_private


def shows(group: PageGroup, locale: str, site: Site) -> bool:
    """Tell whether a page without a source has a row of its own."""
    page = group.translation(locale)
    return page is not None and is_named(page.post, site)


def public_findings(findings: Sequence[Finding], pages: Iterable[Page], site: Site) -> tuple[Finding, ...]:
    """Put one finding that counts the posts that are not named in place of all that name them.

    Errors stay: what could not be read is always said.
    """
    hidden = [page.post for page in pages if not is_named(page.post, site)]
    if not hidden:
        return tuple(findings)
    names = {post.link_or_key for post in hidden}
    kept = (
        finding for finding in findings if finding.severity is Severity.ERROR or not _mentions(finding, names)
    )
    return (*kept, _summary(hidden, site))


def _mentions(finding: Finding, names: set[str]) -> bool:
    words = (word.strip(".,;:()'\"") for word in finding.message.split())
    return finding.place in names or any(word in names for word in words)


def _summary(hidden: Sequence[Post], site: Site) -> Finding:
    count = Counter(post.status for post in hidden)
    kinds = ", ".join(f"{number} {status}" for status, number in sorted(count.items()))
    posts = "1 post is" if len(hidden) == 1 else f"{len(hidden)} posts are"
    message = f"{posts} not public ({kinds}); no report names such a post without --include-private"
    return Finding.of(FindingCode.NOT_PUBLIC, site.url, message)
