"""One real MediaWiki from Debian's package, on loopback, in a directory of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.live.export import Revisions, export_xml
from tests.live.proxy import Proxy
from tests.live.users import Users, WikiRefused

CODE = Path("/usr/share/mediawiki")
PASSWORD = "a-password-for-tests-only"  # noqa: S105  # of a wiki that lives as long as the tests
SETTINGS = """
$wgServer = "%(server)s";
$wgArticlePath = "%(article_path)s";
$wgMainCacheType = CACHE_ACCEL;
$wgMessageCacheType = CACHE_NONE;
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgPageLanguageUseDB = true;
// The wikis need not outlive a power cut, and not waiting for the disk makes them fast.
$wgDBservers = [ [
    'type' => 'sqlite', 'dbname' => $wgDBname, 'user' => '', 'password' => '', 'host' => '',
    'dbDirectory' => $wgSQLiteDataDir, 'load' => 1, 'flags' => DBO_DEFAULT,
    'variables' => [ 'synchronous' => 'OFF' ],
] ];
$wgDeleteRevisionsLimit = 5000;
$wgGroupPermissions['sysop']['deleterevision'] = true;
$wgGroupPermissions['sysop']['deletelogentry'] = true;
$wgGroupPermissions['sysop']['suppressrevision'] = true;
$wgGroupPermissions['sysop']['pagelang'] = true;
$wgShowExceptionDetails = true;
wfLoadExtension( 'ParserFunctions' );
wfLoadExtension( 'Cite' );
// Translate is not in Debian: what its translation pages tell of their language, they tell here.
$wgHooks['PageContentLanguage'][] = static function ( $title, &$language ) {
    if ( preg_match( '!/(sv|fr|ar)$!', $title->getText(), $found ) ) {
        $language = $found[1];
    }
};
// The users of an imported history are made, so that their edits are theirs.
$wgHooks['ImportHandleUnknownUser'][] = static function ( $name ) {
    User::createNew( $name );
    return false;
};
"""


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MediaWiki:
    """A wiki called `name` in `language`; programs ask it at `api`, through `proxy`."""

    def __init__(self, name: str, language: str, directory: Path) -> None:
        self.name = name
        self.language = language
        self.wikiid = f"{name}db"
        self.directory = directory / name
        self._php = free_port()
        self.proxy = Proxy(self._php)
        self.server = f"http://127.0.0.1:{self.proxy.port}"
        self.api = f"{self.server}/api.php"
        self._users = Users(f"http://127.0.0.1:{self._php}/api.php", PASSWORD)
        self._process: subprocess.Popen[bytes] | None = None
        (self.directory / "data").mkdir(parents=True)

    # --- setting up and stopping -------------------------------------------------------

    def install(self, sitename: str, article_path: str) -> None:
        """Install the wiki: database, settings, Admin, and a bot called FuzzyBot."""
        confpath = self.directory / "installed"
        confpath.mkdir()
        self.maintenance(
            "install.php",
            *("--dbtype", "sqlite", "--dbpath", str(self.directory / "data")),
            *("--dbname", self.wikiid, "--server", self.server, "--scriptpath", ""),
            *("--confpath", str(confpath), "--pass", PASSWORD, "--lang", self.language),
            *(sitename, "Admin"),
        )
        installed = (confpath / "LocalSettings.php").read_text()
        added = SETTINGS % {
            "server": self.server,
            "article_path": article_path,
        }
        self.settings.write_text(installed + added)
        self.maintenance("createAndPromote.php", "--bot", "FuzzyBot", PASSWORD)

    @property
    def _database(self) -> Path:
        return self.directory / "data" / f"{self.wikiid}.sqlite"

    @property
    def settings(self) -> Path:
        """The wiki's LocalSettings.php."""
        return self.directory / "LocalSettings.php"

    def know(self, neighbours: Iterable[MediaWiki]) -> None:
        """Make each neighbour's language (and name) an interwiki prefix here."""
        rows = [
            (prefix, f"{wiki.server}/index.php?title=$1", "", "", 1, 0)
            for wiki in neighbours
            for prefix in dict.fromkeys((wiki.language, wiki.name))
        ]
        database = sqlite3.connect(self._database)
        with database:
            database.executemany("INSERT OR REPLACE INTO interwiki VALUES (?, ?, ?, ?, ?, ?)", rows)
        database.close()

    def forget_neighbours(self) -> None:
        """Have no interwiki prefix for another wiki any more; `know` gives them back."""
        database = sqlite3.connect(self._database, timeout=30)
        with database:
            database.execute("DELETE FROM interwiki")
        database.close()

    def start(self) -> None:
        """Serve the wiki; return when it answers."""
        flags = (
            *("opcache.enable_cli=1", "opcache.revalidate_freq=0"),  # settings may change
            *("apc.enable_cli=1", "apc.shm_size=64M"),
        )
        chosen = {"MW_CONFIG_FILE": str(self.settings), "PHP_CLI_SERVER_WORKERS": "2"}
        self._process = subprocess.Popen(
            [
                *("php", *(word for flag in flags for word in ("-d", flag))),
                *("-S", f"127.0.0.1:{self._php}", "-t", str(CODE)),
            ],
            env=os.environ | chosen,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        atexit.register(self.stop)
        end = time.monotonic() + 30
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self._php), timeout=1):
                    break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop the wiki and its proxy; asking twice does no harm."""
        self._users.close()
        if self._process is not None:
            # the server's workers are in its process group, and outlive it if not told
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)
            self._process = None
            self.proxy.close()
            atexit.unregister(self.stop)

    def maintenance(self, script: str, *arguments: str) -> str:
        """Run a maintenance script and return what it printed."""
        done = subprocess.run(
            ["php", str(CODE / "maintenance" / script), *arguments],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"MW_CONFIG_FILE": str(self.settings)},
            timeout=300,
        )
        if done.returncode:
            raise WikiRefused(f"{script}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    # --- filling -----------------------------------------------------------------------

    def import_pages(self, pages: Iterable[Revisions]) -> None:
        """Import pages with the users and times of their revisions, links and all."""
        dump = self.directory / "import.xml"
        dump.write_text(export_xml(pages, self.language), encoding="utf-8")
        self.maintenance("importDump.php", "--no-updates", str(dump))
        self.maintenance("refreshLinks.php")

    def run_jobs(self) -> None:
        """Do what the wiki put off: links of pages that use a changed template."""
        self.maintenance("runJobs.php")

    def bot_password(self, *grants: str) -> tuple[str, str]:
        """Make a bot password of Admin's; return the name and password to log in with."""
        password = "0123456789abcdefghijklmnopqrstuv"  # noqa: S105  # as PASSWORD
        app = "cphub" + "".join(grants).lower()
        self.maintenance(
            *("createBotPassword.php", "--appid", app, "--grants", ",".join(("basic", *grants))),
            *("Admin", password),
        )
        return f"Admin@{app}", password

    # --- doing as users do -------------------------------------------------------------

    def act(self, action: str, user: str = "Admin", **params: str) -> dict[str, Any]:
        """Do what changes the wiki, as a user who is logged in; return the answer.

        Goes to the wiki past the proxy, so that the log holds the program's requests only.
        """
        return self._users.act(action, user, params)

    def ask(self, **params: str) -> dict[str, Any]:
        """Ask the wiki past the proxy, as Admin."""
        return self._users.ask("Admin", params)

    def block(self, user: str, reason: str) -> None:
        """Block a user for an hour."""
        self._users.act("block", "Admin", {"user": user, "reason": reason, "expiry": "1 hour"})

    def unblock(self, user: str) -> None:
        """Let a blocked user edit again."""
        self._users.act("unblock", "Admin", {"user": user})

    def end_sessions(self) -> None:
        """End all sessions of programs that logged in with a bot password."""
        database = sqlite3.connect(self._database, timeout=30)
        with database:
            database.execute("UPDATE bot_passwords SET bp_token = lower(hex(randomblob(16)))")
        database.close()

    def edit(self, title: str, text: str, user: str = "Admin", **params: str) -> int:
        """Save a page; return the new revision (0 where nothing changed)."""
        answer = self.act("edit", user, title=title, text=text, **params)
        return int(answer["edit"].get("newrevid", 0))

    def hide(self, revision: int, what: str = "content|user|comment") -> None:
        """Hide parts of a revision; a page's newest text can't be hidden, its user can."""
        self.act("revisiondelete", type="revision", ids=str(revision), hide=what)

    def age(self, revision: int, timestamp: str) -> None:
        """Make an edit older than it is; `timestamp` is MediaWiki's (YYYYMMDDHHMMSS)."""
        database = sqlite3.connect(self._database, timeout=30)
        with database:
            database.execute(
                "UPDATE revision SET rev_timestamp = ? WHERE rev_id = ?", [timestamp, revision]
            )
        database.close()


def reason_to_skip() -> str:
    """Return why no MediaWiki can be set up here, or "" if one can."""
    if shutil.which("php") is None:
        return "php is not installed (apt-get install mediawiki php-cli php-sqlite3 …)"
    if not (CODE / "maintenance" / "install.php").exists():
        return f"MediaWiki is not installed in {CODE} (apt-get install mediawiki)"
    return ""
