"""The detectors that bench/language.py compares, each behind the same two calls."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from calque.language import observe, profiles, reference

__all__ = ["PROFILE", "Engine", "engines"]

PROFILE = {"nb": "no", "zh": "zh-cn"}
"""langdetect's names of languages whose files are called otherwise."""
_ABSENT: set[str] = set()


@dataclass(frozen=True)
class Engine:
    name: str
    detect: Callable[[str], str | None]
    forget: Callable[[], None] = lambda: None
    """Empties what it has kept of earlier texts."""
    is_slow: bool = False


ALL = tuple(sorted(profiles.profiled_languages()))


def engines(pair: tuple[str, str], fasttext: Path | None) -> list[Engine]:
    """Return the engines that are installed, for two languages by langdetect's names."""
    found = [
        Engine("calque", lambda text: observe(text, pair).language, lambda: forget(pair)),
        Engine("langdetect, pair", lambda text: reference(text, pair)),
        Engine("langdetect, all profiles", lambda text: reference(text, ALL), is_slow=True),
    ]
    return [*found, *lingua(pair), *fasttext_model(pair, fasttext)]


def forget(pair: tuple[str, str]) -> None:
    """Read the profiles anew: all that was kept of earlier texts is gone. Reading them is timed by itself."""
    profiles.model.cache_clear()
    for language in pair:
        profiles.model(language)


def lingua(pair: tuple[str, str]) -> list[Engine]:
    try:
        from lingua import IsoCode639_1, LanguageDetectorBuilder  # noqa: PLC0415  may be absent
    except ImportError:
        return absent("lingua", "pip install lingua-language-detector, its rows are missing")
    names = {"no": "NB", "zh-cn": "ZH"}
    codes = {IsoCode639_1.from_str(names.get(language, language.upper())): language for language in pair}
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()

    def detect(text: str) -> str | None:
        language = detector.detect_language_of(text)
        return codes[language.iso_code_639_1] if language else None

    return [Engine("lingua, pair", detect)]


def fasttext_model(pair: tuple[str, str], path: Path | None) -> list[Engine]:
    try:
        import fasttext  # noqa: PLC0415  may be absent
    except ImportError:
        return absent("fasttext", "pip install fasttext")
    if path is None:
        return absent("fasttext's model", "--fasttext lid.176.ftz")
    model = fasttext.load_model(str(path))
    labels = {"__label__no": "no", "__label__zh": "zh-cn"} | {f"__label__{name}": name for name in pair}

    def detect(text: str) -> str | None:
        found, _ = model.predict(text.replace("\n", " "), k=176)
        return next((labels[label] for label in found if labels.get(label) in pair), None)

    return [Engine("fasttext lid.176, pair", detect)]


def absent(name: str, remedy: str) -> list[Engine]:
    if name not in _ABSENT:
        print(f"({name} is absent: {remedy})")
        _ABSENT.add(name)
    return []
