"""What the listings of a site, one a language, say of its posts."""

from collections.abc import Collection, Mapping

__all__ = ["listing_locales"]


def listing_locales(listings: Mapping[str, Collection[int]]) -> dict[int, str]:
    """Return the language of each post that is in the listing of one language only.

    `listings` has the ids found under `?lang=` for each value of the parameter. Where all of them are equal the
    site ignores the parameter (free Polylang does), and nothing follows.

    ::

        {"en": [1, 2], "fr": [2, 3]}  ->  {1: "en", 3: "fr"}
        {"en": [1, 2], "fr": [1, 2]}  ->  {}
    """
    found: dict[int, str] = {}
    shared: set[int] = set()
    for language, ids in listings.items():
        for number in set(ids):
            if number in found:
                shared.add(number)
            found[number] = language
    return (
        {number: language for number, language in found.items() if number not in shared}
        if len(listings) > 1
        else {}
    )
