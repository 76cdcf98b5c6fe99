"""Pages with planted faults, and as their translators left them: what is found, and what is a false alarm.

Each text is judged by calque as a sync judges it, and by detectors that know the two languages alone: a text is
wrong where they call it the source's. They have no bar, so every alarm of theirs counts as an error.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from calque.language import Judgement, judge, judge_page
from calque.language.samples import read_sample
from calque.locales import language_of
from calque.locales.writing import words_in
from language_engines import PROFILE, Engine, engines

__all__ = ["measure_faults", "measure_untouched"]

SOURCE = "en"
LENGTHS = ((21, "to 20"), (61, "21-60"), (10**9, "over 60"))
FAULTS = {
    "copy": "every text of a page is its source's",
    "half": "half of the texts are",
    "single": "one text is, in a page that is translated",
    "edited copy": "one text is, with a word left out",
    "third language": "one text is another translation's",
    "source alone": "a source's text, with nothing known of its page",
}
LETTERS_OF_OTHERS = {
    "ru": "Cyrl",
    "uk": "Cyrl",
    "bg": "Cyrl",
    "ja": "",
    "ko": "",
    "zh": "",
    "ar": "",
    "el": "",
}
"""Languages that are not written in Latin letters; empty where no other of the pages is written as they are."""


@dataclass(frozen=True)
class Page:
    """A translated page and its source."""

    locale: str
    key: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    known: frozenset[str]
    """The texts of the source, which are its translation's faults where they stand there."""
    site: tuple[str, ...]
    """The locales of all pages, as a site has them."""

    @property
    def copyable(self) -> tuple[str, ...]:
        """The source's texts that the translator did translate."""
        return tuple(text for text in dict.fromkeys(self.sources) if text not in self.targets)


def read(pages: Sequence[dict]) -> list[Page]:
    site = (SOURCE, *sorted({page["lang"] for page in pages}))
    found = []
    for page in pages:
        sources = tuple(text for _, text in page["src"] if "../" not in text)
        targets = tuple(text for _, text in page["tgt"])
        found.append(Page(page["lang"], page["key"], sources, targets, frozenset(sources), site))
    return found


Cell = tuple[str, str, str]
"""A locale, an engine, a length."""
Counts = dict[Cell, Counter]


def measure_faults(pages: Sequence[dict], fasttext: Path | None) -> None:
    """Recall of planted faults: errors and warnings, of calque also the errors alone."""
    found = read(pages)
    others = third_language_texts(found)
    for kind, meaning in FAULTS.items():
        counts: Counts = defaultdict(Counter)
        for page in found:
            faults = list(planted(kind, page, others))
            for text, judgement in faults:
                count(counts, page.locale, "calque", text, judgement.is_wrong, judgement.is_error)
            if kind not in {"half", "single"}:  # a detector sees no page: the texts are those of `copy`
                for engine in detectors(page.locale, fasttext):
                    for text, _ in faults:
                        is_wrong = engine.detect(edited(text) if kind == "edited copy" else text) == SOURCE
                        count(counts, page.locale, engine.name, text, is_wrong, is_wrong)
        print(
            f"\n### {kind}: {meaning}\n\nfound, in 100 texts, with the interval of 19 cases in 20; (errors)\n"
        )
        print_table(counts, "wrong", 100)


def measure_untouched(pages: Sequence[dict], fasttext: Path | None) -> None:
    """False alarms in a thousand texts that a translator wrote, and in those that equal their source."""
    tables: dict[str, Counts] = {name: defaultdict(Counter) for name in ("translated", "equal to the source")}
    states: dict[str, Counter] = defaultdict(Counter)
    for page in read(pages):
        rows = [(text, judged(text, page)) for text in page.targets]
        whole = judge_page([(one, words_in(text)) for text, one in rows])
        states[page.locale][whole.state or "in its language"] += 1
        known = detectors(page.locale, fasttext)
        for (text, _), found in zip(rows, whole.judgements, strict=True):
            table = tables["equal to the source" if text in page.known else "translated"]
            count(table, page.locale, "calque", text, found.is_wrong, found.is_error)
            for engine in known:
                is_wrong = engine.detect(text) == SOURCE
                count(table, page.locale, engine.name, text, is_wrong, is_wrong)
    for name, counts in tables.items():
        print(
            f"\n### {name}\n\nerrors in 1,000 texts, with the interval of 19 cases in 20; (errors and warnings)\n"
        )
        print_table(counts, "error", 1000)
    total = sum(states.values(), Counter())
    print(f"\npages: {listed(total)}")
    for locale in sorted(states):
        print(f"  {locale}: {listed(states[locale])}")


def planted(
    kind: str, page: Page, others: dict[tuple[str, str], tuple[str, ...]]
) -> Iterator[tuple[str, Judgement]]:
    """Yield each text that is planted in a page, as it stood before, and what is said of it there."""
    match kind:
        case "copy":
            yield from in_place(page.copyable, page, ())
        case "half":
            size = len(page.copyable) // 2
            yield from in_place(page.copyable[:size], page, page.targets[size:])
        case "single" | "edited copy":
            rows = [(judged(text, page), words_in(text)) for text in page.targets]
            for text in page.copyable:
                one = edited(text) if kind == "edited copy" else text
                yield text, judge_page([*rows, (judged(one, page), words_in(one))]).judgements[-1]
        case "third language":
            for text in others.get((page.locale, page.key), ()):
                yield text, judged(text, page)
        case _:
            for text in page.copyable:
                yield text, judge(text, None, source_locale=SOURCE, target_locale=page.locale)


def in_place(faults: Sequence[str], page: Page, rest: Sequence[str]) -> Iterator[tuple[str, Judgement]]:
    rows = [(judged(text, page), words_in(text)) for text in (*faults, *rest)]
    yield from zip(faults, judge_page(rows).judgements, strict=False)


def judged(text: str, page: Page) -> Judgement:
    return judge(
        text,
        None,
        source_locale=SOURCE,
        target_locale=page.locale,
        candidates=page.site,
        past_sources=page.known,
    )


def edited(text: str) -> str:
    words = text.split()
    return " ".join(words[:1] + words[2:]) if len(words) > 3 else text + " !"


def third_language_texts(pages: Sequence[Page]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return texts for each page from its translation into the next language of the same letters, if there is one."""
    by_key: dict[str, dict[str, Page]] = defaultdict(dict)
    for page in pages:
        by_key[page.key][page.locale] = page
    texts = {}
    for page in pages:
        same = sorted(name for name in by_key[page.key] if letters_of(name) == letters_of(page.locale))
        other = by_key[page.key][same[(same.index(page.locale) + 1) % len(same)]]
        own = page.known.union(page.targets)
        if other.locale != page.locale:
            texts[page.locale, page.key] = tuple(
                text for text in dict.fromkeys(other.targets) if text not in own
            )
    return texts


def letters_of(locale: str) -> str:
    return LETTERS_OF_OTHERS.get(language_of(locale).partition("-")[0], "Latn") or locale


def detectors(locale: str, fasttext: Path | None) -> list[Engine]:
    """Return what calque is held against; langdetect with all profiles is a matter of the table of accuracy."""
    if locale not in _DETECTORS:
        language = language_of(locale)
        found = engines((SOURCE, PROFILE.get(language, language)), fasttext)
        _DETECTORS[locale] = [one for one in found if one.name != "calque" and not one.is_slow]
    return _DETECTORS[locale]


_DETECTORS: dict[str, list[Engine]] = {}


def count(counts: Counts, locale: str, engine: str, text: str, is_wrong: bool, is_error: bool) -> None:  # noqa: FBT001
    sample = read_sample(text)
    if sample.has_text:
        for name in (locale, "all"):
            cell = counts[name, engine, length_of(sample.size)]
            cell["all"] += 1
            cell["wrong"] += is_wrong
            cell["error"] += is_error


def length_of(size: float) -> str:
    return next(name for end, name in LENGTHS if size < end)


def print_table(counts: Counts, part: Literal["wrong", "error"], scale: int) -> None:
    names = list(dict.fromkeys(engine for _, engine, _ in counts))
    locales = sorted({locale for locale, _, _ in counts} - {"all"})
    print(f"{'':8}{'':20}" + "".join(f"{name:>40}" for _, name in LENGTHS))
    for locale in ("all", *locales):
        for engine in names:
            cells = [cell_of(counts.get((locale, engine, name)), part, scale) for _, name in LENGTHS]
            print(f"{locale:8}{engine:20}" + "".join(f"{cell:>40}" for cell in cells))


def cell_of(row: Counter | None, part: Literal["wrong", "error"], scale: int) -> str:
    """Return the share with its interval, and the share with the other part: `97.3 (96.8-97.8) (86.6) /3196`."""
    if row is None:
        return "-"
    low, high = interval(row[part], row["all"])
    other = row["error" if part == "wrong" else "wrong"] / row["all"]
    return (
        f"{scale * row[part] / row['all']:.1f} {scale * low:.1f}-{scale * high:.1f}"
        f" ({scale * other:.1f}) /{row['all']}"
    )


def interval(hits: int, total: int) -> tuple[float, float]:
    """Return the bounds within which the true share is 19 times of 20, after Wilson."""
    z, share = 1.96, hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    low, high = ((middle + sign * spread) / (1 + z * z / total) for sign in (-1, 1))
    return max(0.0, low), min(1.0, high)


def listed(states: Counter) -> str:
    return ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
