"""Who publishes on the live wiki: an account, a login, and settings that forbid it things."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.live.family import Family
from tests.live.mediawiki import CODE, PASSWORD, MediaWiki
from tests.live.program import Program

ACCOUNT = "Reporter"
BOT_PASSWORD = "abcdefghijklmnopqrstuv0123456789"  # noqa: S105  # as PASSWORD
GRANTS = ("editpage", "createeditmovepage")
QUICK = "[politeness]\nattempts = 1\n"
START, END = "<!-- cphub:start findings -->", "<!-- cphub:end findings -->"
SOURCE = """
[[sources]]
name = "taught"
wiki = "meta"
kind = "category"
category = "Taught"
"""
SWITCHED = {
    "title blacklist": """
wfLoadExtension( 'TitleBlacklist' );
$wgTitleBlacklistSources = [ [ 'type' => 'localpage', 'src' => 'MediaWiki:Titleblacklist' ] ];
""",
    "captcha": """
wfLoadExtensions( [ 'ConfirmEdit', 'ConfirmEdit/QuestyCaptcha' ] );
$wgCaptchaClass = 'QuestyCaptcha';
$wgCaptchaQuestions = [ 'Who?' => 'me' ];
$wgCaptchaTriggers['edit'] = $wgCaptchaTriggers['create'] = true;
""",
    "spam blacklist": """
wfLoadExtension( 'SpamBlacklist' );
$wgBlacklistSettings = [ 'spam' => [ 'files' => [] ] ];
""",
    "abuse filter": "wfLoadExtension( 'AbuseFilter' );\n",
    "read-only": "$wgReadOnly = 'It is being moved.';\n",
    "rate limit": "$wgRateLimits = [ 'edit' => [ 'user' => [ 0, 60 ], 'newbie' => [ 0, 60 ] ] ];\n",
    "no room": "$wgMaxArticleSize = 1;\n",
    "little room": "$wgMaxArticleSize = 11;\n",
}


@contextmanager
def switched(wiki: MediaWiki, what: str) -> Iterator[None]:
    """Run the wiki with other settings for a while."""
    before = wiki.settings.read_text()
    _write(wiki.settings, before + SWITCHED[what])
    try:
        yield
    finally:
        _write(wiki.settings, before)


def _write(settings: Path, text: str) -> None:
    """Write settings so that PHP sees that they changed: it looks at whole seconds."""
    last = int(settings.stat().st_mtime)
    settings.write_text(text)
    os.utime(settings, (last + 1, last + 1))


def set_up(wiki: MediaWiki) -> None:
    """Make the account, with a bot password of few grants, and pages to report on."""
    wiki.maintenance("createAndPromote.php", ACCOUNT, PASSWORD)
    bot_password(wiki, ACCOUNT, "cphub", BOT_PASSWORD, *GRANTS)
    for number in range(1, 21):
        wiki.edit(f"Taught {number}", f"Tell more: TODO {number}. [[Category:Taught]]")


def bot_password(  # as the script takes them
    wiki: MediaWiki, user: str, app: str, password: str, *grants: str
) -> None:
    """Make a bot password of a user's."""
    named = ",".join(("basic", *grants))
    wiki.maintenance(*("createBotPassword.php", "--appid", app, "--grants", named, user, password))


def add_filter(wiki: MediaWiki, name: str, consequence: str) -> None:
    """Make a filter that stops every edit of the account, by `warn` or `disallow`."""
    tables = CODE / "extensions" / "AbuseFilter" / "db_patches" / "sqlite" / "tables-generated.sql"
    made = re.sub(
        r"CREATE( UNIQUE)? (TABLE|INDEX)", r"CREATE\1 \2 IF NOT EXISTS", tables.read_text()
    )
    made = made.replace("/*_*/", "")
    database = wiki.directory / "data" / f"{wiki.wikiid}.sqlite"
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        connection.executescript(made)
        connection.execute("DELETE FROM abuse_filter")
        connection.execute("DELETE FROM abuse_filter_action")
        connection.execute(
            "INSERT INTO abuse_filter (af_id, af_pattern, af_user, af_user_text, af_timestamp,"
            " af_public_comments, af_comments, af_actions) VALUES (1, ?, 1, 'Admin',"
            " '20260101000000', ?, '', ?)",
            (f'user_name == "{ACCOUNT}"', name, consequence),
        )
        connection.execute("INSERT INTO abuse_filter_action VALUES (1, ?, '')", (consequence,))


class Publisher:
    """cphub with a login; `catalog` is a catalogue to begin with, of a harvest and an audit."""

    def __init__(self, family: Family, program: Program, catalog: Path | None = None) -> None:
        self.wiki = family.meta
        self.program = program
        program.configure(SOURCE, QUICK)
        self.login = program.directory / "login.toml"
        self.log_in_as(f"{ACCOUNT}@cphub", BOT_PASSWORD)
        if catalog is None:
            self.audit()
        else:
            shutil.copyfile(catalog, program.catalog)

    def log_in_as(self, user: str, password: str) -> None:
        self.login.write_text(f'user = "{user}"\npassword = "{password}"\nhost = "127.0.0.1"\n')
        self.login.chmod(0o600)

    def audit(self) -> None:
        self.program.run("harvest")
        self.program.run("audit", "--today", "2026-11-22")

    def publish(self, title: str, *more: str, exit_code: int = 0) -> str:
        """Publish the findings; return all that was said."""
        done = self.program.run(
            *("publish", "--to", f"meta:{title}", "--yes"),
            *("--token-file", str(self.login), *more),
            exit_code=exit_code,
        )
        return done.stdout + done.stderr

    def start(self, title: str) -> subprocess.Popen[str]:
        """Begin to publish, and return at once."""
        return self.program.start(
            *("publish", "--to", f"meta:{title}", "--yes", "--token-file", str(self.login))
        )

    def undo(self, exit_code: int = 0) -> str:
        done = self.program.run(
            "publish", "--undo", "--yes", "--token-file", str(self.login), exit_code=exit_code
        )
        return done.stdout + done.stderr

    def history(self, title: str) -> list[dict[str, Any]]:
        """Return the page's revisions, the oldest first."""
        page = self.wiki.ask(
            action="query",
            titles=title,
            prop="revisions",
            rvprop="ids|user|comment|size|flags|tags",
            rvlimit="50",
            rvdir="newer",
        )["query"]["pages"][0]
        return list(page.get("revisions", ()))

    def text(self, title: str) -> str:
        page = self.wiki.ask(
            action="query", titles=title, prop="revisions", rvprop="content", rvslots="main"
        )["query"]["pages"][0]
        return str(page["revisions"][0]["slots"]["main"]["content"])

    @property
    def saved(self) -> list[Path]:
        return sorted(self.program.directory.glob("cphub-*.wikitext"))
