"""TMX: what is written is read again; what another program wrote is read as it meant it, or refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.errors import CatalogError
from calque.handoffs.tmx import TmxRow, read_tmx, write_tmx

TEXTS = st.lists(
    st.sampled_from(["open", " ", '<a id="1">', "</a>", "<br/>", "&amp;", "&lt;", "é", "\n", "\u00a0", '"']),
    min_size=1,
    max_size=6,
).map("".join)


def read(data: bytes, source: str = "en", target: str = "fr") -> tuple[TmxRow, ...]:
    return read_tmx(data, place="m.tmx", source=source, target=target)


@given(st.dictionaries(TEXTS.filter(str.strip), TEXTS.filter(str.strip), max_size=5))
def test_a_memory_comes_back_as_it_was_written(texts: dict[str, str]) -> None:
    rows = tuple(TmxRow(source, target) for source, target in texts.items())
    assert read(write_tmx(rows, source="en", target="fr")) == rows


def test_a_memory_stands_as_a_po_file_has_it() -> None:
    text = write_tmx(
        [TmxRow('<a id="1">Ring</a> &amp; come', "Appelez")], source="en", target="pt-BR"
    ).decode()
    assert '<tuv xml:lang="en"><seg>&lt;a id="1"&gt;Ring&lt;/a&gt; &amp;amp; come</seg></tuv>' in text
    assert '<tuv xml:lang="pt-BR"><seg>Appelez</seg></tuv>' in text
    assert 'srclang="en"' in text


def test_what_xml_cannot_hold_is_left_out() -> None:
    data = write_tmx([TmxRow("a\x0b", "b"), TmxRow("c", "d")], source="en", target="fr")
    assert read(data) == (TmxRow("c", "d"),)


FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="Other" srclang="EN-US"/><body>
<tu><tuv xml:lang="EN-US"><seg>Opening hours</seg></tuv><tuv xml:lang="FR-FR"><seg>Heures d'ouverture</seg></tuv></tu>
<tu creationdate="20240101T000000Z"><tuv xml:lang="en"><seg>Shelf &amp; card</seg></tuv>
  <tuv xml:lang="fr"><seg>Neuf</seg></tuv></tu>
<tu creationdate="20230101T000000Z"><tuv xml:lang="en"><seg>Shelf &amp; card</seg></tuv>
  <tuv xml:lang="fr"><seg>Vieux</seg></tuv></tu>
<tu><tuv lang="en"><seg>Go <bpt i="1">&lt;b&gt;</bpt>on<ept i="1">&lt;/b&gt;</ept></seg></tuv>
  <tuv lang="fr"><seg>Va</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Only English</seg></tuv><tuv xml:lang="de"><seg>Nur Englisch</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Empty</seg></tuv><tuv xml:lang="fr"><seg/></tuv></tu>
</body></tmx>"""


def test_another_programs_memory_is_read() -> None:
    assert read(FOREIGN.encode()) == (
        TmxRow("Opening hours", "Heures d'ouverture"),
        TmxRow("Shelf &amp; card", "Neuf"),
        TmxRow("Go <b>on</b>", "Va"),
    )


def test_the_locale_itself_comes_before_another_of_its_language() -> None:
    variants = "".join(f'<tuv xml:lang="{tag}"><seg>{tag}</seg></tuv>' for tag in ("en", "pt-PT", "pt-BR"))
    data = f'<tmx version="1.4"><body><tu>{variants}</tu></body></tmx>'.encode()
    assert read(data, target="pt-BR")[0].target == "pt-BR"
    assert read(data, target="pt")[0].target == "pt-PT"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('<!DOCTYPE tmx [<!ENTITY a "aa">]><tmx><body/></tmx>', "m.tmx:1: it declares an entity"),
        (
            '<!DOCTYPE tmx [<!ENTITY % a SYSTEM "http://x.invalid/">%a;]><tmx/>',
            "m.tmx:1: it declares an entity",
        ),
        ("<tmx><body>", "not well-formed XML"),
        ("<xliff/>", "<xliff> is no TMX"),
        ("", "not well-formed XML"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(data: str, message: str) -> None:
    with pytest.raises(CatalogError, match=re.escape(message)):
        read(data.encode())
