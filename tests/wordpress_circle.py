"""A workspace that fetches a writable site, and runs of `calque publish` on it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from calque.pipeline.publish.run import PublishMode, PublishOutcome, publish
from calque.pipeline.publish.undo import Undone, undo
from calque.pipeline.sync import Outcome
from wordpress_site import PASSWORD, StoredPost, WritableSite

__all__ = ["CONFIG", "DAY", "FRENCH", "JOUR", "NIGHT", "SOIR", "Circle", "circle_of"]

DAY = "The old mill stands beside the river and opens every morning."
NIGHT = "In the evening the miller closes the heavy wooden doors himself."
JOUR = "Le vieux moulin se dresse au bord de la rivière et ouvre chaque matin."
SOIR = "Le soir, le meunier ferme lui-même les lourdes portes en bois."
FRENCH = {"The old mill": "Le vieux moulin", DAY: JOUR, NIGHT: SOIR}
CONFIG = """\
[site]
name = "lane"
url = "{url}"
source = "en"

[locales.fr]
prefix = "fr"

[wordpress]
rate = 1000
attempts = 1
revisions = 0
"""


@dataclass
class Circle:
    """A site and its workspace, with a clock of their own."""

    workspace: Any
    site: WritableSite
    now: datetime = field(default_factory=lambda: datetime(2026, 7, 1, 12, tzinfo=UTC))

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def sync(self) -> Outcome:
        day = f"{self.tick():%Y-%m-%d}"
        self.now += timedelta(days=1)
        return self.workspace.sync(day)

    def publish(self, mode: str = "live", **options: Any) -> PublishOutcome:
        return publish(self.workspace.site, now=self.tick, mode=PublishMode(mode), **options)

    def publish_for_visitors(self) -> StoredPost:
        """Publish a new page, and have an editor show it to visitors; it is seen by the next sync."""
        self.publish("live")
        (draft,) = self.french
        self.site.edit(draft.id, status="publish")
        self.sync()
        return draft

    def keep_truth_in(self, truth: str) -> None:
        """Say in calque.toml where the French texts live: `site` or `po`."""
        path, prefix = self.workspace.root / "calque.toml", 'prefix = "fr"'
        path.write_text(path.read_text(encoding="utf-8").replace(prefix, f'{prefix}\ntruth = "{truth}"'))

    def undo(self, run: str) -> Undone:
        return undo(self.workspace.site, run, now=self.tick)

    def source(self, slug: str = "the-old-mill", title: str = "The old mill", **more: Any) -> StoredPost:
        """Put an English post on the site."""
        return self.site.add(slug, title, f"<p>{DAY}</p>\n<p>{NIGHT}</p>", **more)

    def translate(self, number: int, answers: dict[str, str] | None = None) -> None:
        """Fill a catalog as PO editors do, which date the file: else cleared flags would be taken for dropped ones."""
        self.workspace.translate(number, FRENCH if answers is None else answers)
        path = self.workspace.catalog(number)
        dated = f"PO-Revision-Date: {self.tick():%Y-%m-%d %H:%M}+0000\\\\n".encode()
        path.write_bytes(re.sub(rb"PO-Revision-Date: .*?\\n", dated, path.read_bytes(), count=1))

    def ready(self, **more: Any) -> StoredPost:
        """Return an English post, fetched and translated."""
        made = self.source(**more)
        self.sync()
        self.translate(made.id)
        return made

    def pair(
        self, source: StoredPost, content: str = f"<p>{JOUR}</p>\n<p>{SOIR}</p>", **more: Any
    ) -> StoredPost:
        """Put the French page of a post on the site."""
        return self.site.add(
            f"{source.slug}-fr", "Le vieux moulin", content, lang="fr", group=source.group, **more
        )

    @property
    def french(self) -> list[StoredPost]:
        return [one for one in self.site.posts if "moulin" in one.texts["title"] and one.status != "trash"]


def circle_of(workspace: Any, loopback: Any, given: Any, monkeypatch: Any) -> Circle:
    """Return a site with nothing on it, and the workspace that may write to it."""
    site = WritableSite(loopback.url, given)
    loopback.answer = site
    workspace.configure(CONFIG.format(url=loopback.url))
    monkeypatch.setenv("CALQUE_LANE_USER", "editor")
    monkeypatch.setenv("CALQUE_LANE_PASSWORD", PASSWORD)
    return Circle(workspace, site)
