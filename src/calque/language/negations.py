"""Words that deny, by language: what turns a sentence into its contrary is the smallest edit that matters most."""

import re

__all__ = ["negations"]

_WORDS = {
    "en": r"\b(?:no|not|never|none|nor|neither|without|cannot|nothing|nobody|\w+n['\u2019]t)\b",
    "fr": r"\b(?:(?:ne|pas|jamais|sans|aucune?|ni|rien)\b|n['\u2019])",
    "de": r"\b(?:nicht|nie|niemals|ohne|niemand\w*|nirgend\w*|kein\w*|weder|nichts)\b",
    "es": r"\b(?:no|nunca|jam\u00e1s|sin|nadie|tampoco|ning\u00fan\w*|ni|nada)\b",
    "pt": r"\b(?:n\u00e3o|nunca|jamais|sem|ningu\u00e9m|nenhum\w*|nem|nada)\b",
    "it": r"\b(?:non|mai|senza|nessun\w*|n\u00e9|niente|nulla)\b",
}
"""By primary language; a language without a row has no rule."""


def negations(text: str, language: str) -> tuple[str, ...] | None:
    """Return the words of a text that deny, in the order of the alphabet: `He never came, nor wrote` → never, nor.

    None where the language has no rule.
    """
    pattern = _WORDS.get(language)
    return tuple(sorted(re.findall(pattern, text.lower()))) if pattern else None
