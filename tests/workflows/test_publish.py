"""What publishing writes, what it leaves alone, and how it ends where a wiki refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from tests.workflows.fake_editing import EditableWiki
from tests.workflows.fake_wiki import error, family
from tests.workflows.offline import read_here
from tests.workflows.publishing import PAGE, PublishingHub

from cphub import __version__
from cphub.errors import (
    ApiError,
    CatalogueError,
    LoginError,
    SettingsError,
    UsageError,
    WikiBusy,
    WikiError,
)
from cphub.settings import WikiSettings
from cphub.workflows._filters import Filters

START, END = "<!-- cphub:start findings -->", "<!-- cphub:end findings -->"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PublishingHub:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    return PublishingHub(tmp_path / "hub")


def test_a_page_that_is_not_there_is_made_between_markers(hub: PublishingHub) -> None:
    done = hub.publish()
    text = hub.editable.text(PAGE)
    assert text.startswith(START)
    assert text.endswith(END)
    assert "Guide" in text
    (written,) = done.written
    assert (written.title, written.made) == (PAGE, True)
    assert written.url == "https://meta.example.org/wiki/Project:Report"


def test_an_edit_tells_who_what_and_from_which_revision(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, f"Ours.\n{START}{END}\nTheirs.")
    base = hub.editable.page(PAGE).revisions[-1][0]
    hub.publish()
    (edit,) = hub.editable.edits
    assert edit["baserevid"] == str(base)
    assert edit["assertuser"] == "Anna"
    assert edit["assert"] == "user"
    assert "nocreate" in edit
    assert "createonly" not in edit
    assert "bot" not in edit
    assert edit["summary"] == f"cphub {__version__}: findings, audit 2"
    assert list(edit)[-1] == "token"
    text = hub.editable.text(PAGE)
    assert text.startswith(f"Ours.\n{START}\n")
    assert text.endswith(f"\n{END}\nTheirs.")


def test_an_account_with_the_right_marks_its_edits_as_a_bot_s(hub: PublishingHub) -> None:
    hub.editable.rights = ("edit", "bot")
    hub.publish()
    (edit,) = hub.editable.edits
    assert (edit["bot"], edit["assert"]) == ("1", "bot")
    assert "createonly" in edit


def test_the_same_report_is_not_published_twice(hub: PublishingHub) -> None:
    hub.publish()
    hub.plans.clear()
    again = hub.publish()
    assert not again.plan.drafts
    assert len(hub.editable.edits) == 1
    assert hub.plans == []


def test_a_new_run_with_the_same_result_causes_no_edit(hub: PublishingHub) -> None:
    hub.publish()
    hub.publish(report="overview", to="meta:Project:Map")
    hub.renew()
    assert not hub.publish().plan.drafts
    assert not hub.publish(report="overview", to="meta:Project:Map").plan.drafts
    assert len(hub.editable.edits) == 2


def test_without_the_log_a_page_tells_itself_that_nothing_is_new(hub: PublishingHub) -> None:
    hub.publish()
    with hub.open() as catalogue, catalogue.write():
        catalogue.run("DELETE FROM publication_edits")
        catalogue.run("DELETE FROM publications")
    hub.renew()
    assert not hub.publish().plan.drafts


def test_a_report_is_published_in_the_language_of_its_readers(hub: PublishingHub) -> None:
    hub.publish(ui_language="sv")
    assert "=== Vad som har ändrats ===" in hub.editable.text(PAGE)
    hub.renew()
    assert not hub.publish(ui_language="sv").plan.drafts
    hub.publish()
    assert "=== What changed ===" in hub.editable.text(PAGE)


def test_topics_are_published_as_cphub_toml_calls_them_in_the_readers_language(
    hub: PublishingHub,
) -> None:
    labels = {"en": "Guidance", "sv": "Vägledning"}
    topic = {"labels": labels, "terms": {"en": ["guide*"]}}
    hub.settings = replace(hub.settings, topics={"guidance": topic})
    hub.renew()
    hub.publish(report="overview", ui_language="sv")
    text = hub.editable.text(PAGE)
    assert "Vägledning" in text
    assert "Guidance" not in text


def test_what_became_new_is_published_and_a_person_s_text_stands(hub: PublishingHub) -> None:
    hub.publish()
    hub.editable.edit(PAGE, f"'''Read this.'''\n\n{hub.editable.text(PAGE)}\n\nDiscuss!")
    hub.edit("Guide", "Look. Nothing to shout about.")
    hub.renew()
    hub.publish()
    text = hub.editable.text(PAGE)
    assert text.startswith("'''Read this.'''\n\n<!--")
    assert text.endswith("-->\n\nDiscuss!")
    assert "/wiki/Guide" not in text
    assert hub.history == ["Anna", "Anna", "Anna"]
    assert len(hub.editable.edits) == 2


def test_an_edit_between_the_markers_is_told_and_overwritten(hub: PublishingHub) -> None:
    hub.publish()
    hub.editable.edit(PAGE, hub.editable.text(PAGE).replace("Guide", "Gudie"))
    hub.publish()
    assert hub.plans[-1].drafts[0].touched
    assert "Gudie" not in hub.editable.text(PAGE)


def test_two_reports_stand_on_one_page(hub: PublishingHub) -> None:
    empty = "<!-- cphub:start overview --><!-- cphub:end overview -->"
    hub.editable.edit(PAGE, f"{START}{END}\nBetween.\n{empty}")
    hub.publish()
    hub.publish(report="overview")
    text = hub.editable.text(PAGE)
    assert text.index(END) < text.index("Between.") < text.index("cphub:start overview")
    assert not hub.publish().plan.drafts
    assert not hub.publish(report="overview").plan.drafts


def test_markers_without_a_name_are_taken_once(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, "Above.\n<!-- cphub:start -->\n<!-- cphub:end -->\nBelow.")
    hub.publish(name="all")
    assert "cphub:start all" in hub.editable.text(PAGE)
    with pytest.raises(UsageError, match="no markers"):
        hub.publish(report="overview")


@pytest.mark.parametrize("report", ["matrix", "gaps", "outdated", "coverage", "overview"])
def test_every_report_can_be_published(hub: PublishingHub, report: str) -> None:
    hub.publish(report=report)
    assert f"cphub:end {report}" in hub.editable.text(PAGE)
    hub.renew()
    assert not hub.publish(report=report).plan.drafts


def test_a_filter_that_a_report_has_not_is_refused(hub: PublishingHub) -> None:
    with pytest.raises(UsageError, match="--severity error"):
        hub.publish(report="matrix", filters=Filters(severity=("error",)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Words of people.", "no markers"),
        (f"<nowiki>{START}{END}</nowiki>", "no markers"),
        (f"<pre>\n{START}\n{END}</PRE >", "no markers"),
        (START, "start markers"),
        (f"{END}{START}", "end and start markers"),
        (f"{START}{END}{START}{END}", "start and end and start and end"),
        (f"{START}<!-- cphub:start map -->{END}", "markers of another report"),
    ],
)
def test_text_of_others_is_never_overwritten(hub: PublishingHub, text: str, said: str) -> None:
    hub.editable.edit(PAGE, text)
    with pytest.raises(UsageError, match=said):
        hub.publish()
    assert hub.editable.edits == []
    assert hub.editable.text(PAGE) == text


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("Project:Report", 'no wiki "Project"'),
        ("mta:Project:Report", 'did you mean "meta"'),
        ("Report", "on which wiki"),
        ("meta:", "no page is named"),
        ("meta:Project:Report#Findings", "no title"),
        ("meta:Project:Report|x", "no title"),
        ("meta:User:Anna/common.js", "page of code"),
        ("meta:Special:Version", "special page"),
        ("meta:MediaWiki:Sidebar", "interface"),
        ("meta:sv:Sida", "another wiki"),
        ("meta:Data:Tab", "not a page of wikitext"),
        ("meta:Old name", "redirect"),
    ],
)
def test_where_no_report_belongs_is_refused(hub: PublishingHub, to: str, said: str) -> None:
    hub.editable.models["Data:Tab"] = "Tabular.JsonConfig"
    hub.editable.edit("Old name", "#REDIRECT [[New]]", redirect=True)
    with pytest.raises(UsageError, match=said):
        hub.publish(to)
    assert hub.editable.edits == []


def test_a_wiki_is_known_by_its_database_s_name_too(hub: PublishingHub) -> None:
    assert hub.publish("Meta:Project:Report").written
    hub.renew()


def test_a_wiki_that_was_never_harvested_can_be_published_on(hub: PublishingHub) -> None:
    other = EditableWiki("other")
    other.interwiki = {"m": "https://meta.example.org/wiki/$1"}
    login = hub.login.read_text().replace("meta.example.org", "other.example.org")
    hub.login.write_text(login)
    settings = {**hub.settings.wikis, "other": WikiSettings("other", other.api)}
    hub.settings = replace(hub.settings, wikis=settings)
    done = hub.publish("other:Project:Report", transport=family(hub.editable, other))
    assert done.written
    assert "[[:m:Guide" in other.text(PAGE)
    assert hub.log[0].wiki == "other"


def test_without_a_login_nothing_is_edited(hub: PublishingHub) -> None:
    hub.login.write_text('user = "Anna@cphub"\npassword = "x"\nhost = "other.example.org"\n')
    with pytest.raises(SettingsError, match="no login for meta"):
        hub.publish()


def test_a_wrong_password_ends_before_anything_is_edited(hub: PublishingHub) -> None:
    hub.log_in_with("wrong-wrong")
    with pytest.raises(LoginError, match="did not let Anna@cphub in") as caught:
        hub.publish()
    assert "wrong-wrong" not in caught.value.message + caught.value.hint
    (file,) = hub.saved
    assert "Guide" in file.read_text()


def test_a_no_is_a_no(hub: PublishingHub) -> None:
    hub.agree = False
    assert not hub.publish().agreed
    assert hub.editable.edits == []
    assert hub.log == []


def test_nothing_is_published_before_an_audit(hub: PublishingHub) -> None:
    hub.path.unlink()
    with pytest.raises(CatalogueError, match="no audit yet"):
        hub.publish()


CODES = {
    "protectedpage": "administrator",
    "cascadeprotected": "protected with all",
    "protectedtitle": "of that name",
    "blocked": "blocked",
    "permissiondenied": "grants",
    "cantcreate-anon": "grants",
    "titleblacklist-forbidden": "publish to another page",
    "titleblacklist-forbidden-edit": "publish to another page",
    "spamblacklist": "these links are not in it",
    "abusefilter-warning": "filter",
    "abusefilter-disallowed": "filter",
    "contenttoobig": "narrow the report",
    "missingtitle": "deleted meanwhile",
    "pagedeleted": "deleted meanwhile",
    "something-new": "saved in",
}


@pytest.mark.parametrize(("code", "hint"), CODES.items())
def test_what_a_wiki_refuses_is_told_and_the_text_is_kept(
    hub: PublishingHub, code: str, hint: str
) -> None:
    hub.editable.refuse = code
    (hub.folder / "cphub-Project-Report.wikitext").write_text("Mine.")
    with pytest.raises(ApiError, match=f"{PAGE} was not published.*{code}") as caught:
        hub.publish()
    assert hint in caught.value.hint
    assert len(hub.editable.edits) == 1
    first, second = hub.saved
    assert "Mine." in {first.read_text(), second.read_text()}
    new = hub.folder / "cphub-Project-Report-2.wikitext"
    assert new.read_text().startswith(START)
    assert str(new) in caught.value.hint
    assert hub.log == []


@pytest.mark.parametrize("code", ["readonly", "ratelimited", "maxlag"])
def test_a_wiki_that_has_no_time_is_a_stop_with_the_text_kept(
    hub: PublishingHub, code: str
) -> None:
    hub.editable.refuse = code
    with pytest.raises(WikiBusy, match=code) as caught:
        hub.publish()
    assert caught.value.exit == 5
    assert "saved in" in caught.value.hint
    assert hub.saved
    hub.editable.refuse = ""
    assert hub.publish().written


def test_a_captcha_is_an_end(hub: PublishingHub) -> None:
    body = {"edit": {"result": "Failure", "captcha": {"type": "simple", "question": "1+1"}}}
    hub.editable.before = lambda asked: (
        httpx.Response(200, json=body) if asked["action"] == "edit" else None
    )
    with pytest.raises(ApiError, match="captcha"):
        hub.publish()
    assert len(hub.editable.edits) == 1
    assert hub.saved


def test_the_filter_and_the_links_that_stop_an_edit_are_named(hub: PublishingHub) -> None:
    for code, data, named in (
        ("abusefilter-disallowed", {"abusefilter": {"description": "No bots"}}, '"No bots"'),
        ("spamblacklist", {"spamblacklist": {"matches": ["evil.example"]}}, "evil.example"),
    ):
        answer = httpx.Response(200, json={"errors": [{"code": code, "text": "No.", "data": data}]})
        hub.editable.before = lambda asked, answer=answer: (
            answer if asked["action"] == "edit" else None
        )
        with pytest.raises(ApiError) as caught:
            hub.publish()
        assert named in caught.value.hint


@pytest.mark.parametrize("code", ["badtoken", "assertnameduserfailed"])
def test_a_lost_session_is_renewed_once(hub: PublishingHub, code: str) -> None:
    hub.editable.refuse, hub.editable.refusals = code, 1
    assert hub.publish().written
    assert len(hub.editable.edits) == 2
    hub.edit("Guide", "Look. Nothing.")
    hub.renew()
    hub.editable.refusals = -1
    with pytest.raises(WikiError, match=code):
        hub.publish()
    assert len(hub.editable.edits) == 4


def change(hub: PublishingHub, text: str) -> None:
    hub.editable.meanwhile = lambda: hub.editable.edit(PAGE, text, user="Bo")


def test_who_was_quicker_keeps_the_edit(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, f"Old.\n{START}{END}")
    change(hub, f"New words of Bo.\n{START}{END}\nMore.")
    (written,) = hub.publish().written
    text = hub.editable.text(PAGE)
    assert text.startswith("New words of Bo.")
    assert text.endswith("More.")
    assert hub.history == ["Anna", "Bo", "Anna"]
    (edit,) = hub.log[0].open_edits
    assert (edit.before, edit.after) == (written.revision - 1, written.revision)


def test_who_made_the_page_meanwhile_keeps_it(hub: PublishingHub) -> None:
    change(hub, "A page of Bo's own.")
    with pytest.raises(UsageError, match="no markers") as caught:
        hub.publish()
    assert hub.editable.text(PAGE) == "A page of Bo's own."
    assert "saved in" in caught.value.hint


def test_a_second_conflict_is_an_end(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, f"{START}{END}")
    hub.editable.refuse = "editconflict"
    with pytest.raises(ApiError, match="editconflict"):
        hub.publish()
    assert len(hub.editable.edits) == 2
    assert hub.saved


def test_a_page_that_is_deleted_meanwhile_is_not_made_again(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, f"{START}{END}")
    hub.editable.meanwhile = lambda: hub.editable.delete(PAGE)
    with pytest.raises(ApiError, match="nosuchpageid"):
        hub.publish()
    assert len(hub.editable.edits) == 1
    assert hub.saved


def test_a_page_that_was_deleted_since_is_not_made_again(hub: PublishingHub) -> None:
    hub.publish()
    hub.editable.delete(PAGE)
    with pytest.raises(UsageError, match="is gone") as caught:
        hub.publish()
    assert "ask why" in caught.value.hint
    hub.editable.edit(PAGE, "")
    assert hub.publish().written


class Losing(httpx.BaseTransport):
    """Loses the answers to edits: after they were made, or before."""

    def __init__(self, hub: PublishingHub, times: int, *, made: bool) -> None:
        self.hub = hub
        self.times = times
        self.made = made

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        is_edit = b"action=edit" in request.content
        if not (is_edit and self.times):
            return self.hub.editable.answer(request)
        self.times -= 1
        if self.made:
            self.hub.editable.answer(request)
        raise httpx.ReadError("connection reset", request=request)


def test_an_edit_whose_answer_is_lost_is_not_sent_again(hub: PublishingHub) -> None:
    done = hub.publish(transport=Losing(hub, 1, made=True))
    assert [one.title for one in done.written] == [PAGE]
    assert len(hub.editable.edits) == 1
    assert hub.log[0].ended
    assert hub.log[0].open_edits[0].after == done.written[0].revision


def test_an_edit_that_was_lost_on_its_way_is_sent_again_once(hub: PublishingHub) -> None:
    assert hub.publish(transport=Losing(hub, 1, made=False)).written
    assert hub.history == ["Anna"]


def test_an_edit_that_is_lost_twice_is_an_end(hub: PublishingHub) -> None:
    with pytest.raises(WikiError, match="connection reset"):
        hub.publish(transport=Losing(hub, 2, made=False))
    assert hub.editable.edits == []
    assert hub.saved
    assert hub.log == []


def test_a_page_that_goes_while_an_edit_is_lost_is_not_made_again(hub: PublishingHub) -> None:
    hub.editable.edit(PAGE, f"{START}{END}")

    class Deleting(Losing):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if b"action=edit" in request.content:
                hub.editable.delete(PAGE)
            return super().handle_request(request)

    with pytest.raises(WikiError, match="connection reset"):
        hub.publish(transport=Deleting(hub, 1, made=False))
    assert hub.editable.edits == []


def test_a_wiki_too_busy_to_say_what_it_did_is_not_asked_twice(hub: PublishingHub) -> None:
    hub.editable.before = lambda asked: (
        httpx.Response(503, text="Busy.") if asked["action"] == "edit" else None
    )
    with pytest.raises(WikiBusy):
        hub.publish()
    assert len(hub.editable.edits) == 1


def test_what_somebody_else_wrote_is_not_taken_for_ours(hub: PublishingHub) -> None:
    """Bo pastes the very text, so nothing is left to do, and nothing of ours to take back."""
    hub.editable.edit(PAGE, f"{START}{END}")
    change_to = hub.editable.edit
    hub.editable.meanwhile = lambda: change_to(PAGE, hub.plans[-1].drafts[0].text, user="Bo")
    done = hub.publish()
    assert done.agreed
    assert not done.written
    assert hub.log == []


def test_an_older_revision_of_the_same_text_is_not_taken_for_the_edit(hub: PublishingHub) -> None:
    hub.publish()
    text = hub.editable.text(PAGE)
    hub.undo()
    assert hub.publish(transport=Losing(hub, 1, made=False)).written
    assert hub.editable.text(PAGE) == text


def test_after_a_kill_the_log_is_made_good(hub: PublishingHub) -> None:
    """The process died after the edit was made and before that was written down."""
    hub.publish()
    with hub.open() as catalogue, catalogue.write():
        catalogue.run("UPDATE publication_edits SET after = NULL, page_id = 0")
        catalogue.run("UPDATE publications SET ended = NULL")
    assert not hub.publish().plan.drafts
    (publication,) = hub.log
    assert publication.ended
    assert publication.open_edits[0].after == hub.editable.page(PAGE).revisions[-1][0]


def test_after_a_kill_before_the_edit_it_is_made(hub: PublishingHub) -> None:
    hub.publish()
    hub.editable.delete(PAGE)
    with hub.open() as catalogue, catalogue.write():
        catalogue.run("UPDATE publication_edits SET after = NULL, page_id = 0")
        catalogue.run("UPDATE publications SET ended = NULL")
    assert hub.publish().written
    assert len(hub.log) == 1


def test_an_answer_that_is_none_is_told(hub: PublishingHub) -> None:
    hub.editable.before = lambda asked: (
        httpx.Response(200, json={"edit": {"result": "Maybe"}})
        if asked["action"] == "edit"
        else None
    )
    with pytest.raises(WikiError, match="does not say what became"):
        hub.publish()


def test_an_error_while_looking_says_that_nobody_knows(hub: PublishingHub) -> None:
    hub.editable.before = lambda asked: (
        error("internal_api_error_Whatever")
        if asked["action"] == "edit" or "sha1" in asked.get("rvprop", "")
        else None
    )
    with pytest.raises(WikiError, match="internal_api_error") as caught:
        hub.publish()
    assert "is not known" in caught.value.hint
    hub.editable.before = None
    assert hub.publish().written


def test_the_wiki_that_answers_must_be_the_one_that_is_known(hub: PublishingHub) -> None:
    hub.editable.name = "other"
    with hub.open() as catalogue, catalogue.write():
        catalogue.run("UPDATE wikis SET wikiid = 'meta2'")
    hub.editable.name = "meta"
    with pytest.raises(CatalogueError, match="'meta' is meta2"):
        hub.publish()
