"""Answer: what became of a file that came back, in words for whoever sent it or took it in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calque.counts import plural
from calque.visible import shortened

if TYPE_CHECKING:
    from calque.pipeline.translators.hand_out import HandedOver
    from calque.pipeline.translators.take_back import ImportedFile

__all__ = ["answer_of", "covering_note", "reply_to"]


def answer_of(one: "ImportedFile") -> Iterator[str]:
    """Yield what became of a file, a line a fact.

    `back.po: 3 filled, 1 updated.` · `  1 text is to be looked at again:` · `    12: “Open at 9:30”: 30 became 40`
    """
    if one.refused:
        yield f"{one.file}: refused, nothing of it was taken."
        return
    told = ", ".join(f"{count:,} {kind}" for kind, count in one.counts.items() if count)
    yield f"{one.file}: {told or 'nothing in it'}."
    if one.remarks:
        yield f"  {_texts(len(one.remarks))} to be looked at again:"
        yield from (f"    line {line}: “{shortened(text)}”: {message}" for line, text, message in one.remarks)
    for text in one.unknown:
        yield f"  Not known here: “{shortened(text)}”"
    for text, comment in one.comments:
        yield f"  The translator says of “{shortened(text)}”: {comment}"
    if one.closed:
        yield f"  {one.handoff} is done."
    elif one.left:
        yield f"  {one.handoff}: {one.left:,} {'text' if one.left == 1 else 'texts'} still in hand."


def reply_to(one: "ImportedFile") -> Iterator[str]:
    """Yield a draft of the answer to the person who sent a file; nothing is sent."""
    if one.refused:
        yield f"Thank you for {one.file}. It could not be taken: {one.refused}"
        return
    taken = sum(count for kind, count in one.counts.items() if kind != "unknown")
    yield f"Thank you for {one.file}: {taken:,} of its texts are in our catalogs now."
    if one.remarks:
        yield "Please look at these once more:"
        yield from (f"- “{shortened(text)}”: {message}" for _, text, message in one.remarks)
    if one.unknown:
        yield "These are not texts of ours any more, or were changed in the file:"
        yield from (f"- “{shortened(text)}”" for text in one.unknown)
    if one.unconfirmed:
        yield (
            f"{_texts(one.unconfirmed)} unchanged and not marked as work to do any more. Did you check them? "
            "Your program may have dropped the marks."
        )
    if one.comments:
        yield "We read your comments:"
        yield from (f"- “{shortened(text)}”: {comment}" for text, comment in one.comments)
    if one.closed:
        yield "Nothing is left to do: it is complete."
    elif one.left:
        yield f"Still to do: {one.left:,}."


def covering_note(done: "HandedOver") -> Iterator[str]:
    """Yield the mail that goes with a handoff, its subject first; nothing is sent."""
    ticket, total = done.ticket, done.total
    yield f"Subject: {ticket.site}, {done.locale}: {plural(total.words, 'word')} to translate"
    yield ""
    yield f"Hello{f' {ticket.to}' if ticket.to else ''},"
    yield ""
    yield f"please find {ticket.id}.po attached: {plural(total.segments, 'text')}, {plural(total.words, 'word')}."
    parts = ((done.new, "to translate"), (done.changed, "that changed"), (done.check, "to check"))
    yield ", ".join(f"{plural(one.words, 'word')} {what}" for one, what in parts if one.words) + "."
    if ticket.due:
        yield f"We would like to have it back by {ticket.due}."
    yield (
        "Open it in any editor for PO files (Poedit, Lokalize, OmegaT, Weblate). Translate what is empty, check "
        "what is marked as needing work, and clear that mark."
    )
    yield 'Keep <a id="1">…</a> and the like around the same words.'
    yield "Questions are welcome: write them in the comment of the text. Then send the file back."


def _texts(count: int) -> str:
    return plural(count, "text is", "texts are")
