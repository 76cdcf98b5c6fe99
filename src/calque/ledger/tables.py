"""The ledger's tables as they are today; a change to one is a new step in `migrations`."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

__all__ = [
    "CONFIRMATIONS",
    "CONTENTS",
    "COVERAGE",
    "FILES",
    "FLAGGED",
    "METADATA",
    "PAGES",
    "PAIRS",
    "POSTS",
    "PUBLICATIONS",
    "REVISIONS",
    "REVISION_UNITS",
    "RUNS",
    "SCHEMA_VERSION",
    "TEXTS",
    "TRANSLATED",
]

METADATA = MetaData()
_SITE = String(63)

SCHEMA_VERSION = Table("schema_version", METADATA, Column("version", Integer, nullable=False))
POSTS = Table(
    "posts",
    METADATA,
    Column("site", _SITE, primary_key=True),
    Column("locale", String(35), primary_key=True),
    Column("post", String(255), primary_key=True),
    Column("absences", Integer, nullable=False),
)
TEXTS = Table(
    "texts", METADATA, Column("hash", String(64), primary_key=True), Column("text", Text, nullable=False)
)
REVISIONS = Table(
    "revisions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", _SITE, nullable=False),
    Column("locale", String(35), nullable=False),
    Column("post", String(255), nullable=False),
    Column("modified", String(32)),
    Column("first_seen", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
)
Index("revisions_by_page", REVISIONS.c.site, REVISIONS.c.locale, REVISIONS.c.post)
REVISION_UNITS = Table(
    "revision_units",
    METADATA,
    Column("revision", ForeignKey("revisions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("context", String(255)),
    Column("text", ForeignKey("texts.hash"), nullable=False),
)
CONTENTS = Table(
    "contents",
    METADATA,
    Column("site", _SITE, primary_key=True),
    Column("locale", String(35), primary_key=True),
    Column("post", String(255), primary_key=True),
    Column("sha256", String(64), nullable=False),
)
FILES = Table(
    "files",
    METADATA,
    Column("site", _SITE, primary_key=True),
    Column("path", String(1024), primary_key=True),
    Column("sha256", String(64), nullable=False),
)
FLAGGED = Table(
    "flagged",
    METADATA,
    Column("site", _SITE, primary_key=True),
    Column("path", String(1024), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("revised", String(64), nullable=False),
    Column("context", Text),
    Column("source", ForeignKey("texts.hash"), nullable=False),
    Column("target", String(64), nullable=False),
    Column("previous_context", Text),
    Column("previous", ForeignKey("texts.hash")),
    Column("origin", Text, nullable=False),
    Column("previous_plural", ForeignKey("texts.hash")),
)
TRANSLATED = Table(
    "translated",
    METADATA,
    Column("site", _SITE, primary_key=True),
    Column("path", String(1024), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)
PAIRS = Table(
    "pairs",
    METADATA,
    Column("site", _SITE, primary_key=True),
    Column("locale", String(35), primary_key=True),
    Column("post", String(255), primary_key=True),
    Column("source", String(255), nullable=False),
)
CONFIRMATIONS = Table(
    "confirmations",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", _SITE, nullable=False),
    Column("locale", String(35), nullable=False),
    Column("post", String(255), nullable=False),
    Column("source", ForeignKey("texts.hash"), nullable=False),
    Column("confirmed", ForeignKey("texts.hash")),
    Column("said_by", Text, nullable=False),
    Column("said_at", String(32), nullable=False),
)
PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("site", _SITE, primary_key=True),
    Column("locale", String(35), primary_key=True),
    Column("post", String(255), primary_key=True),
    Column("live", String(64), nullable=False),
    Column("catalog", String(64), nullable=False),
    Column("ready", String(32)),
    Column("bounded", Integer, nullable=False),
)
RUNS = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", _SITE, nullable=False),
    Column("started", String(32), nullable=False),
    Column("finished", String(32), nullable=False),
    Column("version", String(32), nullable=False),
    Column("posts", Integer, nullable=False),
    Column("written", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("errors", Integer, nullable=False, server_default="0"),
)
COVERAGE = Table(
    "coverage",
    METADATA,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("locale", String(35), primary_key=True),
    Column("segments", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("counts", Text, nullable=False),
)
PAGES = Table(
    "pages",
    METADATA,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("locale", String(35), primary_key=True),
    Column("post", String(255), primary_key=True),
    Column("title", Text, nullable=False),
    Column("state", String(32)),
    Column("wants", Integer, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("since", String(32)),
    Column("publication", String(32), nullable=False, server_default=""),
)
