"""Pages that a page builder holds are known by its marks, and only by them."""

import pytest

from calque.sources.builders import builder_of


@pytest.mark.parametrize(
    ("content", "meta", "builder"),
    [
        ('<div data-elementor-type="wp-page" class="elementor elementor-7">x</div>', {}, "Elementor"),
        ('<div class="a elementor-element b">x</div>', {}, "Elementor"),
        ("<p>x</p>", {"_elementor_edit_mode": "builder"}, "Elementor"),
        ('[et_pb_section fb_built="1"][et_pb_row]x', {}, "Divi"),
        ('<div class="et_pb_section et_pb_section_0">', {}, "Divi"),
        ("", {"_et_pb_use_builder": "on"}, "Divi"),
        ("", {"_et_pb_use_builder": "off"}, ""),
        ("[vc_row][vc_column]x", {}, "WPBakery"),
        ("<p>How to leave elementor-element and et_pb_section behind</p>", {}, ""),
        ('<p class="about">elementor</p>', {}, ""),
    ],
)
def test_a_builder_is_known_by_its_marks(content: str, meta: dict[str, str], builder: str) -> None:
    assert builder_of(content, meta) == builder


def test_a_page_of_a_builder_is_tracked_and_flagged(workspace, page_of) -> None:
    workspace.post(7, '<div data-elementor-type="wp-page"><p>Hello to all of you.</p></div>', title="Hello")
    workspace.post(8, "<p>Without any builder.</p>", title="Other")
    outcome = workspace.sync()
    assert page_of(outcome, "posts/7").flags == ("page_builder",)
    assert page_of(outcome, "posts/8").flags == ()
    (finding,) = (one for one in outcome.status.findings if one.code == "page_builder")
    assert finding.message.startswith("Elementor holds the text of this page: it is tracked")
    assert 'msgid "Hello to all of you."' in workspace.catalog(7).read_text()
