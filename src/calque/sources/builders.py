"""Page builders: what keeps a page's text elsewhere than in its content, so that nothing can be written back there."""

import re
from collections.abc import Mapping

__all__ = ["builder_of"]

_META = {
    "_elementor_edit_mode": ("builder", "Elementor"),
    "_et_pb_use_builder": ("on", "Divi"),
    "_fl_builder_enabled": ("1", "Beaver Builder"),
    "_wpb_vc_js_status": ("true", "WPBakery"),
}
"""Post meta by which a builder knows its pages, and the value that says so."""
_MARKS = {
    "Elementor": r"\sdata-elementor-type=|\sclass=[\"'][^\"']*\belementor-element\b",
    "Divi": r"\[et_pb_section\b|\sclass=[\"'][^\"']*\bet_pb_section\b",
    "WPBakery": r"\[vc_row\b|\sclass=[\"'][^\"']*\bvc_row\b",
    "Beaver Builder": r"\sclass=[\"'][^\"']*\bfl-builder-content\b",
    "Fusion Builder": r"\[fusion_builder_container\b|\sclass=[\"'][^\"']*\bfusion-builder-row\b",
    "Bricks": r"\sclass=[\"'][^\"']*\bbrxe-",
    "Oxygen": r"\sclass=[\"'][^\"']*\bct-section\b",
}
_ANY = re.compile(r"elementor|et_pb_|vc_row|fl-builder|fusion[_-]builder|brxe-|ct-section")
_PATTERNS = {name: re.compile(pattern) for name, pattern in _MARKS.items()}


def builder_of(content: str, meta: Mapping[str, str] | None = None) -> str:
    """Return the page builder that made a content, by its marks in raw or rendered markup, else by post meta; else "".

    A mark counts in a tag or as a shortcode, not in a sentence about the builder.
    """
    if _ANY.search(content):
        tags = re.sub(r">[^<\[]*", ">", content)
        for name, pattern in _PATTERNS.items():
            if pattern.search(tags):
                return name
    return next((name for key, (value, name) in _META.items() if (meta or {}).get(key) == value), "")
