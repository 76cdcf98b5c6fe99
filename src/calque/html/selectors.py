"""CSS selectors of a site's rules, as soupsieve reads them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import soupsieve

__all__ = ["compile_selector"]


def compile_selector(selector: str) -> "soupsieve.SoupSieve":
    """Return a CSS selector to select by: `.share-buttons`, `nav > ul`.

    ValueError: it is none, or one of a kind that soupsieve does not know (`x::before`).
    """
    import soupsieve  # noqa: PLC0415 — for sites with rules alone

    try:  # of a selector that is none soupsieve says so in four ways, by what it stumbles over
        return soupsieve.compile(selector)
    except (soupsieve.SelectorSyntaxError, NotImplementedError, TypeError, RecursionError) as error:
        raise ValueError(f"{selector!r} is no CSS selector") from error
