from calque.locales import listing_locales


def test_a_post_in_one_listing_has_its_language() -> None:
    assert listing_locales({"en": [1, 2], "fr": [2, 3]}) == {1: "en", 3: "fr"}


def test_equal_listings_mean_that_the_parameter_is_ignored() -> None:
    assert listing_locales({"en": [1, 2], "fr": [2, 1], "de": [1, 2]}) == {}


def test_a_single_listing_says_nothing() -> None:
    assert listing_locales({"en": [1, 2]}) == {}
