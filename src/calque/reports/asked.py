"""What a guard asks, at the top of the HTML page: with both answers, each a command.

A run that is held writes no report, since its figures may be those of a broken night. So the question is put into the
page of the last good one.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup, escape

from calque.guards.questions import asks
from calque.model import Finding, Status
from calque.reports import figures

__all__ = ["commands", "held_since", "questions", "with_code", "without_question"]

_SECTION = re.compile(r'<section id="asked".*?</section>\n', re.DOTALL)


def questions(status: Status) -> tuple[Finding, ...]:
    """Return what guards ask."""
    return tuple(finding for finding in status.findings if asks(finding.code))


def commands(message: str) -> Markup:
    """Set what stands between backticks apart: it is a command to paste."""
    return with_code(message.split("`"))


def with_code(parts: Sequence[str]) -> Markup:
    """Join parts of a text, every second of them as code."""
    shown = (
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )
    return Markup("").join(shown)


def held_since(moment: datetime) -> str:
    """Say what the rest of the page is, where a run that was held left it."""
    return (
        f"The sync of {figures.moment(moment)}, {moment:%H:%M} UTC, is held. What stands below is as the last good one"
        " left it."
    )


def without_question(page: str) -> tuple[str, str]:
    """Return a page up to where a question would stand, and from there on, without one that stands there.

    Both are empty where it is no page of the report.
    """
    before, main, after = page.partition("<main>\n")
    return (before + main, _SECTION.sub("", after, count=1)) if main else ("", "")
