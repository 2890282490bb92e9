"""What Toolhub calls deprecated is found on pages, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from benchmarks.links.toolhub import measure
from tests.workflows.offline import TODAY, clock, harvest, read_here

from cphub.catalogue import Catalogue, open_catalogue
from cphub.errors import BadReply, WikiUnreachable
from cphub.model.findings import Severity
from cphub.settings import Settings
from cphub.workflows.audit import audit
from cphub.workflows.services import find_service, services_document, update

SETTINGS = Settings(contact="anna@example.org")


def record(name: str, title: str, url: str, **more: Any) -> dict[str, Any]:
    """Return a record with the fields that Toolhub's public schema has (as far as used)."""
    return {
        "name": name,
        "title": title,
        "description": "A tool.",
        "url": url,
        "deprecated": False,
        "replaced_by": None,
        "experimental": False,
        "annotations": {},
        "modified_date": "2024-05-01T10:00:00Z",
        **more,
    }


RECORDS = [
    record(
        "toolforge-piclift",
        "PicLift2",
        "https://piclift.toolforge.org",
        deprecated=True,
        replaced_by="https://newlift.toolforge.org",
    ),
    record("annotated", "Old list", "https://old-list.example.org/", annotations={"deprecated": 1}),
    record("said", "Said so", "https://said.example.org/", annotations={"deprecated": True}),
    record("live", "NewLift3", "https://newlift.toolforge.org"),
    record("root", "Commons", "https://commons.wikimedia.org/", deprecated=True),
    record("upload", "Upload", "https://upload.wikimedia.org", deprecated=True),
]


def toolhub(records: list[dict[str, Any]], size: int = 4) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("page", 1))
        shown = records[(page - 1) * size : page * size]
        more = len(records) > page * size
        following = f"http://toolhub.wikimedia.org/api/tools/?page={page + 1}" if more else None
        return httpx.Response(
            200, json={"count": len(records), "next": following, "results": shown}
        )

    return httpx.MockTransport(answer)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    with open_catalogue(tmp_path / "catalog.db", write=True) as catalogue:
        harvest(
            catalogue,
            {
                "Linked": "Open [https://piclift.toolforge.org/start the tool] and wait.",
                "Named": "Send them with PicLift2 in the evening.",
                "Replaced": "Use NewLift3 instead, which took the place of it.",
                "Sound": "Upload to [https://commons.wikimedia.org/wiki/Upload Commons].",
            },
        )
        yield catalogue


def test_pages_that_lead_to_deprecated_tools_are_found(catalogue: Catalogue) -> None:
    told = update(catalogue, SETTINGS, transport=toolhub(RECORDS), clock=clock())
    assert (told.tools, told.deprecated, told.used) == (6, 4, 2)
    result = audit(catalogue, SETTINGS, today=TODAY, clock=clock(), select=("retired-service",))
    assert {(one.title, one.severity) for one in result.findings} == {
        ("Linked", Severity.ERROR),
        ("Named", Severity.WARNING),
    }
    for finding in result.findings:
        assert "toolhub.wikimedia.org/tools/toolforge-piclift" in finding.message
        assert "https://newlift.toolforge.org" in finding.fix


def test_offline_what_is_known_is_used(catalogue: Catalogue) -> None:
    select = ("retired-service",)
    assert not audit(catalogue, SETTINGS, today=TODAY, clock=clock(), select=select).findings
    update(catalogue, SETTINGS, transport=toolhub(RECORDS), clock=clock())

    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("Name or service not known", request=request)

    with pytest.raises(WikiUnreachable, match="Toolhub"):
        update(catalogue, SETTINGS, transport=httpx.MockTransport(down))
    assert len(catalogue.tools()) == 6
    assert audit(catalogue, SETTINGS, today=TODAY, clock=clock(), select=select).findings


@pytest.mark.parametrize(
    "body",
    [b"<html>busy</html>", b"[]", b'{"results": "none"}', b'{"results": ["x"]}', b'{"results": '],
)
def test_an_answer_that_is_none_changes_nothing(catalogue: Catalogue, body: bytes) -> None:
    update(catalogue, SETTINGS, transport=toolhub(RECORDS), clock=clock())
    broken = httpx.MockTransport(lambda _request: httpx.Response(200, content=body))
    with pytest.raises(BadReply, match="Toolhub"):
        update(catalogue, SETTINGS, transport=broken)
    assert len(catalogue.tools()) == 6


def test_records_are_asked_for_at_toolhub_alone(catalogue: Catalogue) -> None:
    body = {"results": [], "next": "https://elsewhere.example.org/api/tools/?page=2"}
    away = httpx.MockTransport(lambda _request: httpx.Response(200, json=body))
    with pytest.raises(BadReply, match="another host"):
        update(catalogue, SETTINGS, transport=away)


def test_an_address_can_be_asked_about(catalogue: Catalogue) -> None:
    update(catalogue, SETTINGS, transport=toolhub(RECORDS), clock=clock())
    found = find_service(catalogue, SETTINGS, "https://piclift.toolforge.org/a?b=c")
    assert found
    assert "Toolhub" in found.source
    assert find_service(catalogue, SETTINGS, "https://commons.wikimedia.org/wiki/X") is None
    shipped = find_service(None, SETTINGS, "https://toolserver.org/~anna")
    assert shipped
    assert shipped.id == "toolserver"
    assert find_service(None, SETTINGS, shipped.name.upper()) == shipped
    assert find_service(catalogue, SETTINGS, found.name) == found


def test_the_list_names_who_says_so(catalogue: Catalogue) -> None:
    update(catalogue, SETTINGS, transport=toolhub(RECORDS), clock=clock())
    services = {one["id"]: one for one in services_document(catalogue, SETTINGS).data["services"]}
    assert services["toolhub-toolforge-piclift"]["replaced_by"] == "https://newlift.toolforge.org"
    assert all(one["source"] for one in services.values())
    assert json.dumps(list(services.values()))


def test_two_thousand_tools_raise_no_false_alarm_on_the_labelled_pages() -> None:
    """Titles are words of the pages themselves; only tools that were planted may be found."""
    found = measure()
    assert found.tools > 2_000
    assert found.told > 200
    assert found.addresses > 20
    assert found.alarms == []
    assert found.planted == 2
