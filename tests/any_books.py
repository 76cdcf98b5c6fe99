"""Posts of made-up sites, each with its French page, as an editor may change one."""

from dataclasses import dataclass

ENGLISH = (
    "We open the doors of the house at nine in the morning and close them in the evening.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Whoever wants to borrow a ladder asks the neighbour with the <strong>red</strong> bicycle.",
    "On the first floor there are rooms for reading and one for talking with your friends.",
    "Children under twelve come with somebody who can carry them home in the evening.",
    'See <a href="https://example.org/plan-{}/">the plan</a> and its <img src="/{}.jpg" alt="the house"> picture.',
    "Read more",
)
FRENCH = (
    "Nous ouvrons les portes de la maison à neuf heures du matin et nous les fermons le soir.",
    "Derrière la maison se trouve un jardin avec de vieux pommiers, deux bancs et un étang plein de grenouilles.",
    "Qui veut emprunter une échelle demande au voisin qui a le vélo <strong>rouge</strong>.",
    "Au premier étage il y a des chambres pour lire et une pour parler avec vos amis.",
    "Les enfants de moins de douze ans viennent avec quelqu'un qui peut les porter à la maison le soir.",
    'Voir <a href="https://example.org/plan-{}/">le plan</a> et son image <img src="/{}.jpg" alt="la maison">.',
    "Lire la suite",
)
DATES = (None, "2026-01-01T10:00:00", "2026-02-03T10:00:00", "2026-03-05T10:00:00")


@dataclass(frozen=True)
class Book:
    """A post, with its French page."""

    number: int
    texts: tuple[int, ...]
    live: tuple[int, ...] = ()
    """The texts of the French page; none where there is none."""
    type: str = "post"
    status: str = "publish"
    slug: str = ""
    title: str = ""
    year: int = 2025
    saved: str | None = DATES[1]
    word: str = ""
    """What an editor put into each text."""
    file: str = ""
    language: str = ""
    apart: bool = False
    """Its French page has a slug of its own."""
    linked: bool = False
    """Something states the pair: an export, a sitemap, a saved page, hreflang, a plugin's field."""
    is_french: bool = False
    locked: bool = False
    earlier: tuple[int, ...] = ()

    def html(self, locale: str, block: str) -> str:
        pool = FRENCH if self.is_french or locale == "fr" else ENGLISH
        texts = [
            pool[one].replace("{}", str(self.number)) for one in (self.live if locale == "fr" else self.texts)
        ]
        if self.word and texts:
            texts[0] = texts[0].replace(" ", f" {self.word} ", 1)
        return "".join(f"<p>{text}</p>" for text in texts) + block

    def place(self, locale: str) -> str:
        slug = self.slug or f"p{self.number}"
        return slug if locale == "en" else f"fr/{'le-' * self.apart}{slug}"

    def heading(self, locale: str) -> str:
        return (
            (self.title or f"The book number {self.number}") if locale == "en" else f"Le livre {self.number}"
        )
