"""Slugs of new pages."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.building.slugs import slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’été à Écouen !", "l-ete-a-ecouen"),
        ("Straße & Œuvre", "strasse-oeuvre"),
        ("ساعات العمل", "ساعات-العمل"),
        ("図書館の本", "図書館の本"),
        ("C’est « ça » ?", "c-est-ca"),
        ("…", ""),
        ("a_b  c--d", "a-b-c-d"),
    ],
)
def test_a_slug_is_made_as_wordpress_makes_it(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(st.text())
def test_a_slug_is_short_and_its_own_slug(title: str) -> None:
    slug = slug_of(title)
    assert len(quote(slug)) <= 200
    assert slug_of(slug) == slug
    assert not set(slug) & set("/?#%&<>\"' ._")
