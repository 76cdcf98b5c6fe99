"""HTML cut into segments and put together again, byte for byte.

split ──▶ Document(html, segments) ──▶ join
                    │
                 Segment.text, the msgid form ──▶ check_markup, plain, count_words, pseudolocalise
"""

from typing import TYPE_CHECKING

from calque.lazy import loading

if TYPE_CHECKING:
    from calque.html.bare import without_comments, without_markup
    from calque.html.footnotes import split_footnotes
    from calque.html.naming import Unnamed, UnnamedRow, sum_up, unnamed_in
    from calque.html.problems import Problem, check_markup, check_text, first_error
    from calque.html.pseudo import pseudolocalise
    from calque.html.render import Left, RenderedHtml, join, rerender, write
    from calque.html.segments import split
    from calque.html.words import count_words, plain

__all__ = [
    "Left",
    "Problem",
    "RenderedHtml",
    "Unnamed",
    "UnnamedRow",
    "check_markup",
    "check_text",
    "count_words",
    "first_error",
    "join",
    "plain",
    "pseudolocalise",
    "rerender",
    "split",
    "split_footnotes",
    "sum_up",
    "unnamed_in",
    "without_comments",
    "without_markup",
    "write",
]

__getattr__ = loading(
    __name__,
    {
        "bare": "without_comments without_markup",
        "footnotes": "split_footnotes",
        "naming": "Unnamed UnnamedRow sum_up unnamed_in",
        "problems": "Problem check_markup check_text first_error",
        "pseudo": "pseudolocalise",
        "render": "Left RenderedHtml join rerender write",
        "segments": "split",
        "words": "count_words plain",
    },
)
