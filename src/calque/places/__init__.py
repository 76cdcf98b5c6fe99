"""Where every file of a workspace stands: the only package that knows, and that looks into the folders of catalogs.

::

    calque.toml                            its folder is the workspace, `site.root`
    report.html                            `site.report`
    report-<locale>.html                   the pages of a report that is too large for one
    report-previews/<locale>/<key>.html    source and translation side by side
    build/                                 `site.build_folder`
        manifest.json                      what was built, and from what
        <locale>/<collection>/<id>.json    a translated post; a page of a folder stands in its place in the site
    locales/                               `site.catalogs`
        templates/<name>.pot               the template of a bundle
        <ll_CC>/LC_MESSAGES/<name>.po      its catalog in a locale
        archive/templates/<name>.pot       the template of a source that is gone
        archive/<ll_CC>/<name>.po          a catalog that is in use no more
        archive/<ll_CC>/<name>.entries.po  single entries that a catalog has no place for
        quarantine/<ll_CC>/…               what gave way to something else, under the same names
        memory/<ll_CC>/<name>.po           what another program's memory translates, to be suggested
        handoffs/<id>.po                   what is in somebody's hands
        handoffs/closed/<id>.po            what came back, or was taken back
    inbox/<file>.po                        what somebody sent back, put there to be imported
        done/, refused/                    what was, and what was not, each with the answer in <file>.po.txt
    .calque/                               disposable
        ledger.sqlite, cache.sqlite        what the ledger remembers; what need not be measured again
        lock, sync.lock                    who works on the files; which sync is at work
        ledger.damaged.sqlite              a ledger that could not be read
        published/<run>.jsonl              what was sent to the site, and what stood there
        posts/<collection>/<id>.json       fetched from a WordPress site, with posts/index.jsonl
        revisions/<collection>/<id>.json   earlier texts of the same posts
        pages/<collection>/<tag>-<id>.html what live pages link to

A file that would stand in another's place gets a number: `<name>.2.po`. What a catalog is named after:
`pipeline/names.py`.
"""

from typing import TYPE_CHECKING

from calque.lazy import loading

if TYPE_CHECKING:
    from calque.places.archive import (
        archive_folder,
        archive_path,
        archived_path,
        archived_template_path,
        aside_folders,
        entries_name,
        is_archived,
        is_of_entries,
        is_quarantined,
        list_all_archived,
        list_archived,
        list_archived_templates,
        list_aside,
        list_entries,
        list_quarantined,
        quarantine_path,
    )
    from calque.places.built import build_folder, built_page, built_post, manifest_path
    from calque.places.catalogs import (
        catalog_path,
        catalogs_folder,
        gettext_folder,
        has_templates,
        imported_memory_path,
        is_imported_memory,
        is_of_bundle,
        language_folder,
        list_all_catalogs,
        list_catalog_folders,
        list_catalogs,
        list_imported_memories,
        list_templates,
        list_unnamed_catalogs,
        memory_folder,
        template_path,
        unlisted_folders,
    )
    from calque.places.fetched import (
        FETCHED,
        KEPT_PAGES,
        KEPT_POSTS,
        KEPT_REVISIONS,
        fetched_index,
        fetched_page,
        fetched_post,
        fetched_revisions,
        fetched_sizes,
        is_kept_page,
    )
    from calque.places.folders import is_in_git, list_below, numbered, walk_files
    from calque.places.handoffs import (
        closed_path,
        inbox_folder,
        inbox_path,
        is_of_handoff,
        list_closed,
        list_handoffs,
        list_inbox,
        record_path,
    )
    from calque.places.reports import (
        list_previews,
        list_report_parts,
        preview_beside,
        preview_path,
        previews_folder,
        report_copy_path,
        report_path,
    )
    from calque.places.workspace import (
        CONFIG,
        IGNORED,
        cache_path,
        clock_path,
        damaged_ledger_path,
        landmark_path,
        ledger_path,
        list_published,
        lock_path,
        path_below,
        published_path,
        state_folder,
        sync_lock_path,
    )

__all__ = [
    "CONFIG",
    "FETCHED",
    "IGNORED",
    "KEPT_PAGES",
    "KEPT_POSTS",
    "KEPT_REVISIONS",
    "archive_folder",
    "archive_path",
    "archived_path",
    "archived_template_path",
    "aside_folders",
    "build_folder",
    "built_page",
    "built_post",
    "cache_path",
    "catalog_path",
    "catalogs_folder",
    "clock_path",
    "closed_path",
    "damaged_ledger_path",
    "entries_name",
    "fetched_index",
    "fetched_page",
    "fetched_post",
    "fetched_revisions",
    "fetched_sizes",
    "gettext_folder",
    "has_templates",
    "imported_memory_path",
    "inbox_folder",
    "inbox_path",
    "is_archived",
    "is_imported_memory",
    "is_in_git",
    "is_kept_page",
    "is_of_bundle",
    "is_of_entries",
    "is_of_handoff",
    "is_quarantined",
    "landmark_path",
    "language_folder",
    "ledger_path",
    "list_all_archived",
    "list_all_catalogs",
    "list_archived",
    "list_archived_templates",
    "list_aside",
    "list_below",
    "list_catalog_folders",
    "list_catalogs",
    "list_closed",
    "list_entries",
    "list_handoffs",
    "list_imported_memories",
    "list_inbox",
    "list_previews",
    "list_published",
    "list_quarantined",
    "list_report_parts",
    "list_templates",
    "list_unnamed_catalogs",
    "lock_path",
    "manifest_path",
    "memory_folder",
    "numbered",
    "path_below",
    "preview_beside",
    "preview_path",
    "previews_folder",
    "published_path",
    "quarantine_path",
    "record_path",
    "report_copy_path",
    "report_path",
    "state_folder",
    "sync_lock_path",
    "template_path",
    "unlisted_folders",
    "walk_files",
]

__getattr__ = loading(
    __name__,
    {
        "archive": "archive_folder archive_path archived_path archived_template_path aside_folders entries_name "
        "is_archived is_of_entries is_quarantined list_all_archived list_archived list_archived_templates "
        "list_aside list_entries list_quarantined quarantine_path",
        "built": "build_folder built_page built_post manifest_path",
        "catalogs": "catalog_path catalogs_folder gettext_folder has_templates imported_memory_path is_imported_memory "
        "is_of_bundle language_folder list_all_catalogs list_catalog_folders list_catalogs list_imported_memories "
        "list_templates list_unnamed_catalogs memory_folder template_path unlisted_folders",
        "fetched": "FETCHED KEPT_PAGES KEPT_POSTS KEPT_REVISIONS fetched_index fetched_page fetched_post "
        "fetched_revisions fetched_sizes is_kept_page",
        "folders": "is_in_git list_below numbered walk_files",
        "handoffs": "closed_path inbox_folder inbox_path is_of_handoff list_closed list_handoffs list_inbox "
        "record_path",
        "reports": "list_previews list_report_parts preview_beside preview_path previews_folder "
        "report_copy_path report_path",
        "workspace": "CONFIG IGNORED cache_path clock_path damaged_ledger_path landmark_path ledger_path "
        "list_published lock_path path_below published_path state_folder sync_lock_path",
    },
)
