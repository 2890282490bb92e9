"""What a real wiki refuses to take is told in a line or two, and the text is in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.live.family import Family
from tests.live.program import Program
from tests.live.proxy import Asked
from tests.live.publisher import (
    ACCOUNT,
    END,
    START,
    Publisher,
    add_filter,
    bot_password,
    switched,
)

SWEDISH = """
[[sources]]
name = "lärt"
wiki = "svwiki"
kind = "category"
category = "Lärt"
"""


@pytest.fixture
def publisher(family: Family, program: Program, published: Path) -> Publisher:
    return Publisher(family, program, published)


def refused(publisher: Publisher, title: str, *said: str, exit_code: int = 1) -> None:
    """Publish; expect to be refused in these words, with the text in a file and no edit."""
    before = len(publisher.history(title))
    told = publisher.publish(title, exit_code=exit_code)
    lines = told[told.index("cphub: ") :].splitlines()
    for words in said:
        assert words in "\n".join(lines), told
    assert len(lines) == 2
    (file,) = publisher.saved
    assert str(file.name) in lines[-1]
    assert "[[:Taught 3]]" in file.read_text() or "Lärt" in file.read_text()
    assert len(publisher.history(title)) == before


def test_a_page_that_is_protected_is_an_end(publisher: Publisher) -> None:
    title = "Project:Protected"
    publisher.wiki.edit(title, f"{START}\n{END}")
    publisher.wiki.act("protect", title=title, protections="edit=sysop")
    refused(publisher, title, "(protectedpage)", "administrator")


def test_a_title_that_is_protected_is_an_end(publisher: Publisher) -> None:
    title = "Project:Never"
    publisher.wiki.act("protect", title=title, protections="create=sysop")
    refused(publisher, title, "protected", "administrator")


def test_a_page_in_a_cascade_is_an_end(publisher: Publisher) -> None:
    title, other = "Project:In a cascade", "Project:Cascading"
    publisher.wiki.edit(title, f"{START}\n{END}")
    publisher.wiki.edit(other, f"{{{{{title}}}}}")
    publisher.wiki.act("protect", title=other, protections="edit=sysop", cascade="1")
    publisher.wiki.run_jobs()
    refused(publisher, title, "(cascadeprotected)")


def test_a_blocked_user_is_an_end(publisher: Publisher) -> None:
    publisher.wiki.block(ACCOUNT, "Too many reports")
    try:
        refused(publisher, "Project:Blocked", "(blocked)", "block log")
    finally:
        publisher.wiki.unblock(ACCOUNT)


def test_a_password_without_the_grants_is_an_end(publisher: Publisher) -> None:
    password = "vutsrqponmlkjihgfedcba9876543210"  # noqa: S105  # of a wiki for tests
    bot_password(publisher.wiki, ACCOUNT, "poor", password)
    publisher.log_in_as(f"{ACCOUNT}@poor", password)
    refused(publisher, "Project:Without grants", "grants")


def test_a_wrong_password_is_an_end(publisher: Publisher) -> None:
    publisher.log_in_as(f"{ACCOUNT}@cphub", "w" * 32)
    told = publisher.publish("Project:Wrong password", exit_code=1)
    assert f"did not let {ACCOUNT}@cphub in" in told
    assert "w" * 32 not in told


def test_a_token_that_has_expired_is_an_end(publisher: Publisher) -> None:
    publisher.login.write_text('token = "expired.token.x"\nhost = "127.0.0.1"\n')
    told = publisher.publish("Project:Expired token", exit_code=1)
    assert "did not take the login" in told
    assert "expired.token.x" not in told


@pytest.mark.parametrize(
    ("what", "said", "exit_code"),
    [
        ("captcha", "(captcha)", 1),
        ("read-only", "(readonly)", 5),
        ("rate limit", "(ratelimited)", 5),
    ],
)
def test_what_the_wiki_s_settings_forbid_is_an_end(
    publisher: Publisher, what: str, said: str, exit_code: int
) -> None:
    with switched(publisher.wiki, what):
        refused(publisher, f"Project:Forbidden by {what}", said, exit_code=exit_code)


def test_a_wiki_that_takes_too_little_is_refused(publisher: Publisher) -> None:
    with switched(publisher.wiki, "no room"):
        assert "no room left" in publisher.publish("Project:Small", exit_code=2)


def test_a_title_on_the_blacklist_is_an_end(publisher: Publisher) -> None:
    with switched(publisher.wiki, "title blacklist"):
        publisher.wiki.edit("MediaWiki:Titleblacklist", ".*Forbidden name.*")
        refused(publisher, "Project:A Forbidden name", "(titleblacklist-forbidden")


@pytest.mark.parametrize(("consequence", "code"), [("warn", "warning"), ("disallow", "disallowed")])
def test_a_filter_is_an_end_and_named(publisher: Publisher, consequence: str, code: str) -> None:
    wiki = publisher.wiki
    add_filter(wiki, "No reports", consequence)
    with switched(wiki, "abuse filter"):
        title = f"Project:Filtered {consequence}"
        refused(publisher, title, f"(abusefilter-{code})", '"No reports"')


def test_a_link_on_the_spam_list_is_an_end_and_named(family: Family, publisher: Publisher) -> None:
    """Pages of a wiki for which this one has no prefix are linked to by their addresses."""
    wiki = publisher.wiki
    family.svwiki.edit("Lärt", "Berätta: TODO. [[Kategori:Lärt]]")
    publisher.program.configure(SWEDISH, "[politeness]\nattempts = 1\n")
    publisher.audit()
    wiki.forget_neighbours()
    try:
        with switched(wiki, "spam blacklist"):
            wiki.edit("MediaWiki:Spam-blacklist", r"127\.0\.0\.1")
            refused(publisher, "Project:Spam", "(spamblacklist)", "127.0.0.1")
    finally:
        wiki.know((family.svwiki, family.frwiki))


def test_a_page_that_is_deleted_meanwhile_is_an_end(publisher: Publisher) -> None:
    title = "Project:Deleted"
    publisher.wiki.edit(title, f"{START}\n{END}")

    def delete(asked: Asked, _: int) -> None:
        if asked.params.get("action") == "edit":
            publisher.wiki.act("delete", title=title, reason="Not wanted")

    with publisher.wiki.proxy.watch(delete):
        told = publisher.publish(title, exit_code=1)
    assert "deleted meanwhile" in told
    assert publisher.history(title) == []
    assert publisher.saved


def test_a_page_that_was_deleted_since_is_not_made_again(publisher: Publisher) -> None:
    title = "Project:Deleted later"
    publisher.publish(title)
    publisher.wiki.act("delete", title=title, reason="Not wanted")
    assert "is gone" in publisher.publish(title, exit_code=2)
    assert publisher.history(title) == []
