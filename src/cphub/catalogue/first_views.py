"""Indexes and views as the first release has them: steps of `migrations`. Never edited."""

INDEXES = (
    "CREATE UNIQUE INDEX wikis_by_wikiid ON wikis(wikiid, api)",
    "CREATE INDEX pages_by_title ON pages(title)",
    "CREATE INDEX pages_by_state ON pages(state)",
    "CREATE INDEX texts_by_page ON texts(wiki, page_id)",
    """
    CREATE UNIQUE INDEX memberships_open ON memberships(source, wiki, page_id)
    WHERE until IS NULL""",
    "CREATE INDEX listings_by_source ON listings(source, wiki, page_id)",
    "CREATE INDEX changes_by_page ON changes(wiki, page_id)",
    "CREATE INDEX changes_by_run ON changes(run, kind)",
    "CREATE INDEX runs_by_kind ON runs(kind, id)",
    "CREATE UNIQUE INDEX findings_open ON findings(wiki, page_id, rule, key) WHERE gone IS NULL",
    "CREATE INDEX findings_by_page ON findings(wiki, page_id)",
    "CREATE INDEX findings_by_first_run ON findings(first_run)",
    "CREATE INDEX findings_by_gone_run ON findings(gone_run)",
)

# SQL cannot percent-encode; these are the characters that would end or change a path.
_PATH = "replace(pages.title, ' ', '_')"
for _character, _code in (("%", "%25"), ("?", "%3F"), ("#", "%23"), ('"', "%22"), ("&", "%26")):
    _PATH = f"replace({_PATH}, '{_character}', '{_code}')"

URL = f"""CASE WHEN wikis.server LIKE '//%'
        THEN substr(wikis.api, 1, instr(wikis.api, ':')) ELSE '' END
        || wikis.server || replace(wikis.article_path, '$1', {_PATH})"""

_HELD = """EXISTS (SELECT 1 FROM memberships
        WHERE memberships.wiki = findings.wiki AND memberships.page_id = findings.page_id
        AND until IS NULL)"""

VIEWS = (
    f"""
    CREATE VIEW current_pages AS
    SELECT pages.wiki, pages.page_id, pages.namespace, pages.title, {URL} AS url,
        pages.language, pages.revision, pages.timestamp, pages.length, pages.content_model,
        pages.edited_by_person, pages.first_seen,
        (SELECT group_concat(source, ', ') FROM memberships
            WHERE memberships.wiki = pages.wiki AND memberships.page_id = pages.page_id
            AND until IS NULL) AS sources
    FROM pages JOIN wikis ON wikis.name = pages.wiki
    WHERE pages.state = 'current' AND EXISTS (SELECT 1 FROM memberships
        WHERE memberships.wiki = pages.wiki AND memberships.page_id = pages.page_id
        AND until IS NULL)""",  # noqa: S608  # constants of this file
    f"""
    CREATE VIEW open_findings AS
    SELECT severity, axis, rule, wiki, title, language, message,
        (SELECT group_concat(json_extract(value, '$.text'), ' · ') FROM json_each(evidence))
            AS evidence,
        fix, url, first_seen, page_id, revision, id
    FROM findings WHERE gone IS NULL AND {_HELD}
    ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
        wiki, title, rule, key""",  # noqa: S608  # constants of this file
    f"""
    CREATE VIEW findings_by_rule AS
    SELECT rule, axis, count(DISTINCT wiki || ' ' || page_id) AS pages,
        sum(severity = 'error') AS errors, sum(severity = 'warning') AS warnings,
        sum(severity = 'note') AS notes
    FROM findings WHERE gone IS NULL AND {_HELD}
    GROUP BY rule, axis ORDER BY rule""",  # noqa: S608  # constants of this file
    """
    CREATE VIEW latest_runs AS
    SELECT * FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY kind) ORDER BY id DESC""",
    """
    CREATE VIEW page_changes AS
    SELECT changes.timestamp, changes.kind, pages.wiki, pages.title, changes.old, changes.new,
        changes.run, pages.page_id
    FROM changes JOIN pages USING (wiki, page_id) ORDER BY changes.id DESC""",
    """
    CREATE VIEW source_pages AS
    SELECT memberships.source, pages.wiki, pages.title, pages.state, memberships.via,
        memberships.since, memberships.until, pages.page_id
    FROM memberships JOIN pages USING (wiki, page_id)
    ORDER BY memberships.source, pages.wiki, pages.title""",
)
