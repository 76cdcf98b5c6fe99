"""Catalogs in git: a month in which a translator and the nightly sync work on two branches."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from calque.po import edit, read_catalog, write_catalog
from calque.po.header import with_metadata

pytestmark = pytest.mark.e2e

CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[catalogs]
layout = "{layout}"

[locales.fr]
prefix = "fr"
truth = "po"
"""
NIGHTS = 40
NIGHTS_WITH_DRIVER = 8
POSTS = 3
PARAGRAPHS = 20
WORDS = "mill opens river garden letter window market garden bridge winter bread morning road school".split()


class Repository:
    """A git repository in a folder; its commands see no configuration of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self("init", "--quiet", "--initial-branch=main")
        (root / ".gitignore").write_text(".calque/\n*.html\n", encoding="utf-8")

    def __call__(self, *command: str, fails: bool = False) -> str:
        done = subprocess.run(
            ("git", *command), cwd=self.root, capture_output=True, env=environment(), check=False
        )
        assert fails or done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()

    def commit(self, message: str) -> None:
        self("add", "--all")
        self("commit", "--quiet", "--allow-empty", "-m", message)

    def merge(self, branch: str) -> list[str]:
        """Merge a branch into the one that is checked out; return the files with conflicts."""
        self("merge", "--quiet", "--no-edit", branch, fails=True)
        return self("diff", "--name-only", "--diff-filter=U").split()


def environment() -> dict[str, str]:
    people = {
        f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in PERSON.items()
    }
    return os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull} | people


PERSON = {"NAME": "Somebody", "EMAIL": "somebody@example.org"}


class Month:
    """A site whose posts are edited every day, and translated on another branch."""

    def __init__(self, workspace: Any, layout: str) -> None:
        self.workspace = workspace
        workspace.configure(CONFIG.format(layout=layout))
        self.git = Repository(workspace.root)
        self.random = random.Random(layout)  # noqa: S311 — the same month each time
        self.done: set[str] = set()
        """The translations that stand, as far as the translator knows."""
        self.texts = {post: [self.sentence() for _ in range(PARAGRAPHS)] for post in range(1, POSTS + 1)}
        self.day = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
        for post in self.texts:
            self.write(post)
        workspace.sync(f"{self.day:%Y-%m-%d}")
        self.git.commit("first sync")
        self.git("branch", "translator")

    def sentence(self) -> str:
        return (
            " ".join([*self.random.choices(WORDS, k=9), str(self.random.randrange(10**6))]).capitalize() + "."
        )

    def write(self, post: int) -> None:
        content = "".join(f"<p>{text}</p>" for text in self.texts[post])
        self.workspace.post(post, content, modified_gmt=f"{self.day:%Y-%m-%dT%H:%M:%S}")

    def night(self) -> str:
        """Edit a text, now and then add one; sync and commit on `main`. Return the text as it was."""
        self.git("checkout", "--quiet", "main")
        post = self.random.randint(1, POSTS)
        at = self.random.randrange(PARAGRAPHS)
        before = self.texts[post][at]
        self.texts[post][at] = f"{before.removesuffix('.')} again."
        if self.random.random() < 0.2:
            self.texts[post].insert(0, self.sentence())
        self.write(post)
        self.workspace.sync(f"{self.day:%Y-%m-%d}")
        self.git.commit(f"night of {self.day:%d %B}")
        return before

    def translate(self, *, but: str = "", only: str = "") -> None:
        """Translate a text on the branch `translator`, as an editor does: any that is open, or this one anew."""
        self.git("checkout", "--quiet", "translator")
        paths = sorted((self.workspace.root / "locales" / "fr").rglob("*.po"))
        open_texts = [
            (path, catalog, index)
            for path in paths
            for catalog in [read_catalog(path.read_bytes(), place=path.name)]
            for index, entry in enumerate(catalog.entries)
            if (entry.msgid == only if only else not entry.msgstr or "fuzzy" in entry.flags)
            and entry.msgid != but
        ]
        path, catalog, index = self.random.choice(open_texts)
        done = f"Traduit le {self.day:%d %m} : {catalog.entries[index].msgid}"
        self.done = {*self.done, done} - {catalog.entries[index].msgstr}
        header = next(block for block in catalog.blocks if block.is_header)
        text = with_metadata(header.fields.msgstr, {"PO-Revision-Date": f"{self.day:%Y-%m-%d %H:%M}+0000"})
        catalog = edit(catalog, index, msgstr=done, fuzzy=False)
        blocks = [
            block.saying(block.fields._replace(msgstr=text)) if block.is_header else block
            for block in catalog.blocks
        ]
        path.write_bytes(write_catalog(catalog.with_blocks(blocks)))
        self.git.commit(f"translations of {self.day:%d %B}")


@pytest.fixture
def month(workspace: Any) -> Callable[[str], Month]:
    return lambda layout: Month(workspace, layout)


@pytest.mark.parametrize("layout", ["post", "section", "site"])
def test_a_month_of_nights_and_of_translations_on_two_branches_has_no_conflict(
    month: Callable[[str], Month], layout: str
) -> None:
    site = month(layout)
    conflicts: list[str] = []
    for _ in range(NIGHTS):
        site.day += timedelta(days=1)
        before = site.night()
        site.translate(but=before)
        found = site.git.merge("main")
        conflicts += [f"{site.day:%m-%d} {path}" for path in found]
        if found:
            site.git("checkout", "--quiet", "--ours", ".")
            site.git.commit("the conflict is left to the next night")
        site.git("checkout", "--quiet", "main")
        site.git("merge", "--quiet", "--ff-only", "translator")
    assert conflicts == []
    catalogs = [
        read_catalog(path.read_bytes(), place=path.name)
        for path in (site.workspace.root / "locales" / "fr").rglob("*.po")
    ]
    said = {entry.msgstr for catalog in catalogs for entry in (*catalog.entries, *catalog.obsolete)}
    assert site.done - said == set()


def test_with_the_driver_a_text_that_is_translated_while_it_becomes_stale_is_no_conflict_either(
    month: Callable[..., Month],
) -> None:
    site = month("site")
    site.git("config", "merge.calque.driver", f"'{sys.executable}' -m calque merge-driver %O %A %B %P")
    (site.workspace.root / ".gitattributes").write_text("locales/**/*.po* merge=calque\n", encoding="utf-8")
    site.git.commit("attributes")
    site.git("branch", "--force", "translator")
    for _ in range(NIGHTS_WITH_DRIVER):
        site.day += timedelta(days=1)
        before = site.night()
        site.translate(only=before)
        assert site.git.merge("main") == []
        site.git("checkout", "--quiet", "main")
        site.git("merge", "--quiet", "--ff-only", "translator")
        site.workspace.sync(f"{site.day:%Y-%m-%d}")
        (path,) = (site.workspace.root / "locales" / "fr").rglob("*.po")
        catalog = read_catalog(path.read_bytes(), place=path.name)
        made_from = {entry.previous_msgid: entry.msgstr for entry in catalog.entries if entry.fuzzy}
        assert made_from[before].startswith(f"Traduit le {site.day:%d %m}")
        assert [entry.msgstr for entry in catalog.obsolete] == []
        site.git.commit("what the sync made of it")


def blocks_of_the_page() -> dict[str, list[str]]:
    """The commands of docs/how-to/use-git.md, by the heading that they stand under."""
    page = Path(__file__).parents[2] / "docs" / "how-to" / "use-git.md"
    return {
        part.partition("\n")[0]: re.findall(r"^```sh\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
        for part in page.read_text(encoding="utf-8").split("\n## ")
    }


def test_each_command_of_the_page_on_git_does_what_the_page_says(
    workspace: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nights with a remote, a branch that is merged after an edit, and two translations of one text."""
    page = blocks_of_the_page()
    root = workspace.root
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def run(script: str, *, code: int = 0) -> str:
        command = ["sh", "-c", f"set -e\n{script}"]
        done = subprocess.run(
            command, cwd=root, env=environment() | {"PATH": programs}, capture_output=True, check=False
        )
        assert done.returncode == code, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode() + done.stderr.decode()

    def translate(**answers: str) -> None:
        workspace.translate(1, {TEXTS[name]: text for name, text in answers.items()})

    remote = tmp_path_factory.mktemp("remote")
    run(f"git init --quiet --bare --initial-branch=main '{remote}'; git init --quiet --initial-branch=main")
    run(f"git remote add origin '{remote}'")
    workspace.post(1, "".join(f"<p>{text}</p>" for text in TEXTS.values()))
    workspace.sync("2026-03-01")
    run(page["Begin"][0] + "git push --quiet --set-upstream origin main")
    left = set(run("git status --porcelain --ignored").splitlines())
    assert left == {"!! .calque/", "!! report.html", "?? posts/"}
    (night,) = page["Every night"]
    run(night)
    begin, commit, merge = page["A translator's branch"]
    run(begin)
    translate(one="Un", two="Deux")
    run(commit + "git switch --quiet main")
    workspace.post(1, "".join(f"<p>{text}</p>" for text in (TEXTS["one"], TEXTS["two"].replace("two", "2"))))
    run(night)
    run(merge + "git push --quiet")
    text = workspace.catalog(1).read_text(encoding="utf-8")
    assert 'msgstr "Un"' in text
    assert '#| msgid "The two gates of the mill stay open all day long."' in text

    run("git switch --quiet --create other")
    translate(one="Une porte")
    run("git commit --quiet --all --message other; git switch --quiet main")
    translate(one="Un portail")
    run("git commit --quiet --all --message ours")
    assert "both branches translate" in run("git merge --no-edit other", code=1)
    (resolve,) = page['Where git says "conflict"']
    run(resolve + night)
    assert "# calque: conflict with another branch: Une porte" in workspace.catalog(1).read_text(
        encoding="utf-8"
    )


TEXTS = {
    "one": "One gate of the house is closed at night and on Sundays.",
    "two": "The two gates of the mill stay open all day long.",
}
