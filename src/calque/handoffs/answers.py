"""Where the answers of a returned file belong: every catalog entry with the same text, and its descendants."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from calque.handoffs.heirs import HeirIndex, previous_of
from calque.po import AnswerKind, Block, Catalog, Prefer, Ruling, is_held, rivals_of, rule, rule_moved
from calque.po.entries import Fields
from calque.po.units import Key

__all__ = ["NOT_TAKEN", "Clash", "Desk", "Returned", "Taken"]

NOT_TAKEN = "not taken: "
"""How the extracted comment of an answer in the archive starts; entries that the catalog had before have no such
comment."""


_SERIOUS = (
    AnswerKind.CONFLICT,
    AnswerKind.FILLED,
    AnswerKind.UPDATED,
    AnswerKind.CONFIRMED,
    AnswerKind.STALE,
    AnswerKind.FLAGGED,
    AnswerKind.NOTED,
    AnswerKind.KEPT,
)
"""What an answer with several places is counted as: the first that it did anywhere."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back."""

    catalog: Catalog
    name: str
    """The name of the answer where both translations are kept: the id of the handoff, or the file."""
    given: Catalog | None = None
    """What was handed out, where that is known."""
    post: str = ""
    """The post whose catalog it is an export of; empty where the references tell."""
    prefer: Prefer = Prefer.ASK
    fills_only: bool = False
    """It fills what is empty, and nothing else becomes of it: nobody wrote it, so it is no work that could be lost."""


@dataclass(frozen=True, slots=True)
class Clash:
    """An entry that was translated in two ways."""

    name: str
    """The catalog."""
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The results of the answers of one file."""

    counts: Counter[AnswerKind]
    places: int
    """Entries of catalogs that changed."""
    clashes: tuple[Clash, ...]
    unknown: tuple[str, ...] = ()
    """The texts that no catalog has."""


_Place = tuple[str, int]
"""A catalog and the position of a block in it."""


class Desk:
    """The catalogs of a locale by name, and what answers made of them so far.

    `is_copy` tells an answer that is the source text and no translation; `was_there` tells a translation that the
    catalog had before, by the catalog's name: an old export is no new answer.
    """

    def __init__(
        self,
        catalogs: Mapping[str, Catalog],
        *,
        is_copy: Callable[[str, str], bool],
        was_there: Callable[[str, Fields], bool],
    ) -> None:
        self.catalogs = catalogs
        """The catalogs as they were."""
        self._blocks = {name: list(catalog.blocks) for name, catalog in catalogs.items()}
        self._is_copy = is_copy
        self._was_there = was_there
        self._live: dict[Key, list[_Place]] = {}
        self._gone: dict[Key, list[_Place]] = {}
        self._posts: dict[str, str] = {}
        self.spare: dict[str, list[Fields]] = {}
        """What had to give way, by catalog; under no name what has no catalog."""
        for name, blocks in self._blocks.items():
            if post := catalogs[name].header.get("X-Calque-Post", ""):
                self._posts.setdefault(post, name)
            for position, block in enumerate(blocks):
                if not block.is_header:
                    self._index(name, position, block.fields)

    def catalog_of(self, post: str) -> Catalog | None:
        """Return the catalog that a post's texts are in, or None."""
        return self.catalogs.get(self._posts.get(post, ""))

    def keys_today(self, returned: Catalog) -> Mapping[str, str]:
        """Return the posts that a file names and no catalog does, and what they are since they changed their type.

        That is the one post with the same id, where a text of the file is one of its texts.

        ::

            a file of posts/12, and a catalog of pages/12 with a text of it  →  {"posts/12": "pages/12"}
        """
        texts: dict[str, set[Key]] = {}
        whole = returned.header.get("X-Calque-Post", "")
        for fields in (block.fields for block in returned.blocks if not block.is_header):
            for post in _posts(fields) | {whole} - {""}:
                if post not in self._posts:
                    texts.setdefault(post, set()).add(fields.key)
        if not texts:
            return {}
        alike: dict[str, list[str]] = {}
        for post in self._posts:
            alike.setdefault(post.rpartition("/")[2], []).append(post)
        found: dict[str, str] = {}
        for post, keys in texts.items():
            posts = alike.get(post.rpartition("/")[2], [])
            if len(posts) == 1 and any(self._is_of(posts[0], key) for key in keys):
                found[post] = posts[0]
        return found

    def _is_of(self, post: str, key: Key) -> bool:
        """Tell whether a text stands in a post, or did: its own catalog keeps what is gone."""
        name = self._posts[post]
        own = self.catalogs[name].header.get("X-Calque-Post", "") == post
        places = (*self._live.get(key, ()), *self._gone.get(key, ()))
        return any(place[0] == name and (own or post in _posts(self._at(place))) for place in places)

    def is_open(self, key: Key, given: Fields, *, answered: bool) -> bool:
        """Tell whether a text that was handed out is still to be done at one of its places."""
        rows = [self._at(place) for place in self._live.get(key, [])]
        return any(
            not row.is_translated
            or (row.is_fuzzy and not is_held(row))
            or (not answered and row.targets == given.targets)
            for row in rows
            if _posts(row) & _posts(given)
        )

    def knows(self, returned: Catalog) -> bool:
        """Tell whether any text of a file is one of these catalogs, or any of its places is."""
        fields = [block.fields for block in returned.blocks if not block.is_header]
        return any(
            row.key in self._live or row.key in self._gone or bool(self._names(_posts(row))) for row in fields
        )

    def take(self, returned: Returned) -> Taken:
        """Put each answer of a file where it belongs, and count what it did."""
        rows = [block.fields for block in returned.catalog.blocks if not block.is_header]
        given = _by_key(returned.given)
        keys = {row.key for row in rows}
        counts: Counter[AnswerKind] = Counter()
        clashes: list[Clash] = []
        indexes: dict[str, HeirIndex] = {}
        places = 0
        unknown: list[str] = []
        for row in rows:
            kinds = self._take_one(row, given.get(row.key), returned, keys, clashes, indexes)
            counts[next((kind for kind in _SERIOUS if kind in kinds), kinds[0])] += 1
            places += sum(kind not in _QUIET for kind in kinds)
            if AnswerKind.UNKNOWN in kinds:
                unknown.append(row.msgid)
        return Taken(counts, places, tuple(clashes), tuple(unknown))

    def keep(self, answer: Fields, whose: str) -> None:
        """Keep an entry of a returned file in the archive, beside the catalog of its post."""
        name = next(iter(self._names(_posts(answer))), "")
        self.spare.setdefault(name, []).append(_not_taken(answer, whose))

    def result(self) -> Mapping[str, Catalog]:
        """Return the catalogs that are other than they were."""
        return {
            name: self.catalogs[name].with_blocks(blocks)
            for name, blocks in self._blocks.items()
            if len(blocks) != len(self.catalogs[name].blocks)
            or any(new is not old for new, old in zip(blocks, self.catalogs[name].blocks, strict=True))
        }

    def _take_one(
        self,
        answer: Fields,
        given: Fields | None,
        returned: Returned,
        keys: set[Key],
        clashes: list[Clash],
        indexes: dict[str, HeirIndex],
    ) -> list[AnswerKind]:
        """Rule on one answer at each of its places; return what it did there, at least one kind."""
        copied = self._copies(answer)
        if copied:  # a translator's comment on it is taken all the same
            answer = answer._replace(msgstr="")
        posts = _posts(answer) | (_posts(given) if given else set()) | ({returned.post} - {""})
        live = self._live.get(answer.key, [])
        if returned.fills_only:
            live = [place for place in live if not self._at(place).is_translated]
            if not live:
                return [AnswerKind.UNCHANGED]
        if live:
            kinds = [self._rule_at(place, answer, given, returned, posts, clashes) for place in live]
            return [AnswerKind.COPIED if copied and kind is AnswerKind.UNCHANGED else kind for kind in kinds]
        untouched = (
            given is not None and answer.targets == given.targets and answer.is_fuzzy == given.is_fuzzy
        )
        if not answer.is_translated or untouched:
            return [AnswerKind.COPIED if copied else AnswerKind.UNCHANGED]
        heirs = self._heirs(answer, given, posts, keys, indexes)
        if heirs:
            rulings = [(place, rule_moved(self._at(place), answer, given)) for place in heirs]
            kinds = [self._apply(place, ruling, returned.name) for place, ruling in rulings]
            for name, position in heirs:
                indexes[name].note(position)
            return kinds
        return [self._keep_unknown(answer, posts, returned.name)]

    def _rule_at(
        self,
        place: _Place,
        answer: Fields,
        given: Fields | None,
        returned: Returned,
        posts: set[str],
        clashes: list[Clash],
    ) -> AnswerKind:
        present = self._at(place)
        asked = not posts or bool(posts & _posts(present)) or self._posts.get(returned.post) == place[0]
        if not asked and present.is_translated:
            return AnswerKind.UNCHANGED  # the same text elsewhere, which has a translation of its own
        prefer = Prefer.CATALOG if answer.obsolete else returned.prefer
        ruling = rule(present, answer, given, name=returned.name, prefer=prefer)
        if ruling.kind in (AnswerKind.CONFLICT, AnswerKind.KEPT) and self._is_former(
            place[0], present, answer
        ):
            return AnswerKind.UNCHANGED
        if ruling.kind is AnswerKind.CONFLICT:
            clashes.append(Clash(place[0], self._blocks[place[0]][place[1]].line or 0, present.msgid))
        return self._apply(place, ruling, returned.name)

    def _is_former(self, name: str, present: Fields, answer: Fields) -> bool:
        rivals = {rival.text for rival in rivals_of(present)}
        return rivals.isdisjoint(answer.targets) and self._was_there(name, answer)

    def _copies(self, answer: Fields) -> bool:
        return (
            bool(answer.msgstr)
            and answer.targets == (answer.msgid,)
            and self._is_copy(*answer.targets, answer.msgid)
        )

    def _heirs(
        self,
        answer: Fields,
        given: Fields | None,
        posts: set[str],
        keys: set[Key],
        indexes: dict[str, HeirIndex],
    ) -> list[_Place]:
        """Return the entries that the answered text was changed into: at most one in each of its catalogs.

        An entry whose translation was made from that text or its predecessor; else an empty one that is alike.
        """
        made_from = {answer.key, *filter(None, (previous_of(row) for row in (answer, given) if row))}
        heirs: list[_Place] = []
        for name in self._names(posts):
            if name not in indexes:
                indexes[name] = HeirIndex(self._blocks[name], keys)
            position = indexes[name].heir(answer, made_from)
            if position is not None:
                heirs.append((name, position))
        return heirs

    def _keep_unknown(self, answer: Fields, posts: set[str], whose: str) -> AnswerKind:
        """Keep the answer to a text that is gone: obsolete in its catalog, from where it comes back with the text."""
        known = self._gone.get(answer.key, [])
        if any(set(filter(None, answer.targets)) <= set(self._at(place).targets) for place in known):
            return AnswerKind.UNCHANGED
        name = known[0][0] if known else next(iter(self._names(posts)), "")
        if known or not name:
            self.spare.setdefault(name, []).append(_not_taken(answer, whose))
            return AnswerKind.UNKNOWN
        kept = answer._replace(obsolete=True, comment="", occurrences=())
        self._blocks[name].append(Block(kept))
        self._index(name, len(self._blocks[name]) - 1, kept)
        return AnswerKind.UNKNOWN

    def _apply(self, place: _Place, ruling: Ruling, whose: str) -> AnswerKind:
        name, position = place
        block = self._blocks[name][position]
        if ruling.spare is not None:
            refused = ruling.kind in (AnswerKind.CONFLICT, AnswerKind.KEPT)
            spare = _not_taken(ruling.spare, whose) if refused else ruling.spare
            self.spare.setdefault(name, []).append(spare)
        if ruling.fields != block.fields:
            self._blocks[name][position] = block.saying(ruling.fields)
        return ruling.kind

    def _at(self, place: _Place) -> Fields:
        return self._blocks[place[0]][place[1]].fields

    def _index(self, name: str, position: int, fields: Fields) -> None:
        (self._gone if fields.obsolete else self._live).setdefault(fields.key, []).append((name, position))
        for post in _posts(fields):
            self._posts.setdefault(post, name)

    def _names(self, posts: Iterable[str]) -> Sequence[str]:
        return sorted({self._posts[post] for post in posts if post in self._posts})


_QUIET = frozenset({AnswerKind.UNCHANGED, AnswerKind.KEPT, AnswerKind.COPIED})


def _not_taken(answer: Fields, whose: str) -> Fields:
    return answer._replace(comment=f"{NOT_TAKEN}the answer of {whose}")


def _by_key(catalog: Catalog | None) -> Mapping[Key, Fields]:
    if catalog is None:
        return {}
    return {block.fields.key: block.fields for block in catalog.blocks if not block.is_header}


def _posts(fields: Fields) -> set[str]:
    """Return the posts of an entry's references: `posts/12` of `posts/12:content#3f9c1e`."""
    return {reference.partition(":")[0] for reference, _ in fields.occurrences}
