"""What catalogs say above a text: plain words, an image's address, the glossary's terms; and no commit war over it."""

from pathlib import Path

GLOSSARY = '\n[checks]\nglossary = "terms.csv"\n'
TERMS = "term,fr\nlibrary card,carte de lecteur\n"
BODY = (
    "<ul><li>Bring your library card.</li></ul>"
    '<p>Behind the house lies a garden.</p><img src="/up/mill.jpg" alt="The old mill at night">'
)


def comments(path: Path) -> dict[str, list[str]]:
    """The facts of each entry of a catalog, by its text."""
    found: dict[str, list[str]] = {}
    facts: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#. "):
            facts.append(line.removeprefix("#. "))
        elif line.startswith("msgid "):
            found[line.removeprefix('msgid "').removesuffix('"')], facts = facts, []
    return found


def with_glossary(workspace, terms: str = TERMS) -> None:
    (workspace.root / "terms.csv").write_text(terms, encoding="utf-8")
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text if GLOSSARY in text else text + GLOSSARY)


def test_a_catalog_says_what_a_text_is_its_image_and_its_terms(workspace) -> None:
    with_glossary(workspace)
    workspace.post(1, BODY)
    workspace.sync()
    said = comments(workspace.catalog(1))
    assert said["Bring your library card."][0] == "list item"
    assert said["Bring your library card."][-1] == "term: library card → carte de lecteur"
    image = said["The old mill at night"]
    assert image[0] == "image description"
    assert any(line.startswith("image: http") and line.endswith("/up/mill.jpg") for line in image)


def test_another_glossary_writes_no_catalog_by_itself(workspace) -> None:
    workspace.post(1, BODY)
    workspace.sync()
    before = workspace.catalog(1).read_bytes()
    with_glossary(workspace)
    workspace.sync()
    assert workspace.catalog(1).read_bytes() == before
    edited = BODY.replace("Bring your", "Please bring your")
    workspace.post(1, edited, modified_gmt="2026-05-04T08:00:00")
    workspace.sync()
    said = comments(workspace.catalog(1))
    assert "term: library card → carte de lecteur" in said["Please bring your library card."]
    assert said["Behind the house lies a garden."][0] == "paragraph"


def test_a_catalog_of_an_earlier_version_is_not_written_for_its_words(workspace) -> None:
    workspace.post(1, BODY)
    workspace.sync()
    path = workspace.catalog(1)
    today = path.read_text(encoding="utf-8")
    lines = [line for line in today.split("\n") if not line.startswith(("#. image", "#. title of"))]
    earlier = "\n".join(lines).replace("#. list item", "#. in ul > li").replace("#. paragraph", "#. in p")
    assert earlier != today
    path.write_text(earlier, encoding="utf-8")
    workspace.sync()
    assert path.read_text(encoding="utf-8") == earlier
