"""Genuine langdetect, made deterministic: the reference that the scorer is held against."""

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from calque.language.profiles import profile_text, profiled_languages

__all__ = ["reference"]

_LOCK = Lock()


def reference(text: str, candidates: Sequence[str]) -> str | None:
    """Return what langdetect says of a text, restricted to the candidates that it has profiles of.

    Seeded, and initialised once under a lock, so that every process and thread gets the same answer.
    None where langdetect finds nothing to count, or has fewer than two of the profiles.
    """
    languages = tuple(sorted(set(candidates) & profiled_languages()))
    if len(languages) < 2:  # noqa: PLR2004  langdetect asks for two
        return None
    with _LOCK:
        factory = _factory(languages)
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415  40 ms, where it is asked

    detector = factory.create()
    detector.append(text)
    try:
        found = str(detector.detect())
    except LangDetectException:
        return None
    return None if found == "unknown" else found


@lru_cache(maxsize=32)
def _factory(languages: tuple[str, ...]) -> Any:
    """Return a langdetect factory of just these profiles."""
    from langdetect.detector_factory import DetectorFactory  # noqa: PLC0415  40 ms, where it is asked

    factory = DetectorFactory()
    factory.load_json_profile([profile_text(language) for language in languages])
    factory.set_seed(0)
    return factory
