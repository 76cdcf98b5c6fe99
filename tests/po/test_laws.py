"""The laws of catalogs, for any file: read ∘ write is the identity, merging is idempotent and loses nothing."""

from hypothesis import given
from hypothesis import strategies as st

from calque.po import (
    Block,
    Catalog,
    altered,
    confirmed_of,
    edit,
    is_fuzzy,
    merge,
    no_loss,
    plural_of,
    read_catalog,
    target_of,
    write_catalog,
)
from calque.po.entries import NOTHING, fields_of, new_entry

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04"), max_size=120)
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(str.strip)


def read(data: bytes) -> Catalog:
    return read_catalog(data, place="fr.po")


@given(st.data())
def test_reading_and_writing_gives_the_same_bytes(po_files, data) -> None:
    file = data.draw(po_files)
    assert write_catalog(read(file.data)) == file.data


@given(st.data())
def test_a_file_says_what_was_written_into_it(po_files, data) -> None:
    file = data.draw(po_files)
    blocks = read(file.data).blocks[1:]
    entries = [block.entry for block in blocks]
    said = [(bool(e.obsolete), e.msgctxt, e.msgid, plural_of(e), list(target_of(e))) for e in entries]
    assert said == file.entries


@given(st.data())
def test_an_edit_leaves_all_other_bytes(po_files, data) -> None:
    catalog = read(data.draw(po_files).data)
    if not catalog.entries:
        return
    index = data.draw(st.integers(0, len(catalog.entries) - 1))
    entry = catalog.entries[index]
    text = data.draw(TEXT)
    changed = {"msgstr_plural": ((0, text),)} if entry.msgstr_plural else {"msgstr": text}
    written = write_catalog(edit(catalog, index, fuzzy=True, **changed))
    again = read(written)
    assert fields_of(again.entries[index])[9:] == fields_of(altered(entry, **changed))[9:]
    assert is_fuzzy(again.entries[index])
    position = next(number for number, block in enumerate(catalog.blocks) if block.entry is entry)
    before = (
        "".join(block.gap + block.raw for block in catalog.blocks[:position]) + catalog.blocks[position].gap
    )
    after = "".join(block.gap + block.raw for block in catalog.blocks[position + 1 :]) + catalog.tail
    text = written.decode(again.charset).removeprefix("\ufeff")
    if again.charset == catalog.charset:
        assert text.startswith(before)
        assert text.endswith(after)


@given(TEXT, TEXT, TEXT, LINES, LINES, st.sampled_from([0, 20, 79]), st.booleans())
def test_new_text_reads_back_at_any_width(source, target, context, note, extracted, width, obsolete) -> None:
    fields = NOTHING._replace(
        msgctxt=context,
        msgid="x" + source,
        msgstr=target,
        tcomment=note,
        comment=extracted,
        occurrences=(("posts/1:content#3f9c1e", ""), ("a file.c", "3")),
        flags=("fuzzy", "max-length:20"),
        previous_msgid=target,
        obsolete=obsolete,
    )
    written = write_catalog(Catalog().with_blocks([Block(new_entry(fields))]), wrap=width)
    assert fields_of(read(written).blocks[0].entry) == fields


@given(st.data())
def test_merging_twice_is_merging_once(pairs, data) -> None:
    old, new = data.draw(pairs)
    template = read(new)
    once = write_catalog(merge(read(old), template, locale="fr", language="fr").catalog)
    again = merge(read(once), template, locale="fr", language="fr")
    assert write_catalog(again.catalog) == once
    assert again.archived == ()


@given(st.data())
def test_no_translation_and_no_note_is_lost(pairs, data) -> None:
    old, new = data.draw(pairs)
    catalog = read(old)
    result = merge(catalog, read(new), locale="fr", language="fr", fuzzy=data.draw(st.booleans()))
    assert no_loss([catalog], [read(write_catalog(result.catalog))], kept=result.archived) == ()


@given(st.data())
def test_a_merge_has_the_texts_of_the_template_in_its_order(pairs, data) -> None:
    old, new = data.draw(pairs)
    template = read(new)
    merged = merge(read(old), template, locale="fr", language="fr").catalog
    assert [(e.msgctxt, e.msgid, e.msgid_plural) for e in merged.entries] == [
        (e.msgctxt, e.msgid, e.msgid_plural) for e in template.entries
    ]
    assert all(block.entry.obsolete for block in merged.blocks[1 + len(template.entries) :])


@given(st.data())
def test_a_translation_that_a_merge_makes_current_was_confirmed_for_its_text(pairs, data) -> None:
    """What a merge leaves not fuzzy is a translation that some entry confirmed for that very text."""
    old, new = data.draw(pairs)
    catalog = read(old)
    confirmed = {
        (confirmed_of(block.entry) or "", text) for block in catalog.blocks for text in target_of(block.entry)
    }
    for entry in merge(catalog, read(new), locale="fr", language="fr").catalog.entries:
        for text in target_of(entry):
            assert is_fuzzy(entry) or not text or (entry.msgid, text) in confirmed


@given(st.data())
def test_the_same_pair_gives_the_same_bytes(pairs, data) -> None:
    old, new = data.draw(pairs)
    results = [
        write_catalog(merge(read(old), read(new), locale="fr", language="fr").catalog) for _ in range(2)
    ]
    assert results[0] == results[1]


@given(st.data())
def test_merging_with_its_own_texts_gives_the_very_catalog(pairs, data) -> None:
    old, new = data.draw(pairs)
    once = merge(read(old), read(new), locale="fr", language="fr").catalog
    settled = read(write_catalog(once))
    assert merge(settled, read(new), locale="fr", language="fr").catalog is settled
