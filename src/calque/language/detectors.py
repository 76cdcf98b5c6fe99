"""Other detectors behind one call each: langdetect, the reference that the scorer is held against, and lingua.

Both are restricted to the candidates, give the same answer in every process and thread, and are set up once.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from threading import Lock
from typing import Any

from calque.errors import ConfigError
from calque.language.profiles import profile_text, profiled_languages
from calque.language.texts import prose
from calque.locales import language_of

__all__ = ["lingua", "reference"]

_LOCK = Lock()
"""Held while a detector is set up: langdetect's global one fails where two threads meet there."""
_LINGUA_NAMES = {"no": "nb", "zh-cn": "zh", "zh-tw": "zh"}
"""lingua's names of what langdetect calls otherwise; it does not tell the two Chinese scripts apart."""


def reference(text: str, candidates: Sequence[str]) -> str | None:
    """Return what langdetect says of a text, seeded, among the candidates that it has profiles of.

    Candidates and the answer are langdetect's names; the text goes to it as it is. None where it finds
    nothing to count, or has fewer than two of the profiles.
    """
    languages = tuple(sorted(set(candidates) & profiled_languages()))
    if len(languages) < 2:  # noqa: PLR2004  langdetect asks for two
        return None
    with _LOCK:
        factory, error = _langdetect(languages)
    detector = factory.create()
    detector.append(text)
    try:
        found = str(detector.detect())
    except error:
        return None
    return None if found == "unknown" else found


@lru_cache(maxsize=32)
def _langdetect(languages: tuple[str, ...]) -> tuple[Any, type[Exception]]:
    """Return a langdetect factory of just these profiles, and the error it raises for a text without letters."""
    from langdetect.detector_factory import DetectorFactory  # noqa: PLC0415  40 ms, where it is asked
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415  the same

    factory = DetectorFactory()
    factory.load_json_profile([profile_text(language) for language in languages])
    factory.set_seed(0)
    return factory, LangDetectException


def lingua(text: str, candidates: Sequence[str]) -> str | None:
    """Return which of the candidates lingua finds a text to be in; `pip install "calque[lingua]"` brings it.

    Candidates are tags or langdetect's names, and come back as given, the first of those that lingua does not
    tell apart. None where it is undecided or knows fewer than two of them.
    Raises ConfigError where lingua is not installed, or a candidate names no locale.
    """
    named: dict[str, str] = {}
    for candidate in candidates:
        language = language_of(candidate)
        named.setdefault(_LINGUA_NAMES.get(language, language), candidate)
    with _LOCK:
        detector = _lingua(tuple(sorted(named)))
    found = detector.detect_language_of(prose(text)) if detector else None
    return named[found.iso_code_639_1.name.lower()] if found else None


@lru_cache(maxsize=16)
def _lingua(names: tuple[str, ...]) -> Any:
    """Return a lingua detector of just these languages, or None for fewer than two that it knows."""
    try:
        package = import_module("lingua")
    except ImportError as error:
        raise ConfigError('lingua is not installed; run pip install "calque[lingua]".') from error
    known = [one for one in package.Language.all() if one.iso_code_639_1.name.lower() in names]
    return package.LanguageDetectorBuilder.from_languages(*known).build() if len(known) > 1 else None
