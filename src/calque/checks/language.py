"""Texts that were not translated, or into another language."""

from collections.abc import Iterator

from calque.checks.pair import Pair
from calque.language import Verdict

__all__ = ["untranslated_copy", "wrong_language"]


def untranslated_copy(pair: Pair) -> Iterator[str]:
    """Yield where the target equals the source, and is in its language."""
    judgement = pair.judgement
    if judgement.verdict is Verdict.COPY and judgement.is_error:
        yield "the translation is the source text"


def wrong_language(pair: Pair) -> Iterator[str]:
    """Yield where the target is, for sure, in another language than its locale's."""
    judgement = pair.judgement
    if judgement.verdict is not Verdict.COPY and judgement.is_error:
        yield f"the translation is in {judgement.language or 'another script'}"
