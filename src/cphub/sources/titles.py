"""Pages named one by one."""

from __future__ import annotations

from pathlib import Path

from cphub.errors import SettingsError
from cphub.model.pages import Wiki
from cphub.registry import plugin
from cphub.settings.files import LARGEST, open_input
from cphub.sources._plan import Listing, Plan

A_REQUEST = 50
SEPARATOR = "\x1f"  # lets a title with "|" reach the wiki, which then calls it invalid


@plugin()
def titles(wiki: Wiki, *, titles: tuple[str, ...] = (), file: Path | None = None) -> Plan:
    """Pages named by title; redirects are followed to the page they lead to.

    `titles` is the list, or `file` a text file with one title a line, in the folder of
    cphub.toml or below (`-` reads standard input; empty lines and lines that start with `#`
    are passed over). Titles that do not exist, are invalid or belong to another wiki are
    reported.
    """
    wanted = list(titles) + (_read(file) if file else [])
    unique = list(dict.fromkeys(title.strip() for title in wanted if title.strip()))
    if not unique:
        raise SettingsError(
            f"a titles source of {wiki.name} names no page", "set `titles` or `file` in its table"
        )
    batches = (unique[start : start + A_REQUEST] for start in range(0, len(unique), A_REQUEST))
    return Plan(
        tuple(
            Listing({"titles": SEPARATOR + SEPARATOR.join(batch), "redirects": "1"})
            for batch in batches
        ),
        named=True,
    )


def _read(file: Path) -> list[str]:
    try:
        with open_input(file) as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SettingsError(
                f"the titles in {file} have more than {LARGEST // 2**20} MB",
                "part them into several",
            )
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"cannot read the titles in {file}: {error}", "give a UTF-8 text file"
        ) from error
    return [line for line in text.splitlines() if not line.startswith("#")]
