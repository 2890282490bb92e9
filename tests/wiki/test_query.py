from __future__ import annotations

from collections.abc import Callable
from itertools import count
from time import process_time
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.wiki.answers import LIST, body, ids, page

from cphub.errors import ApiError, BadReply
from cphub.wiki.answer import Answer
from cphub.wiki.query import Batch, query

Make = Callable[..., Any]
BAD = {"errors": [{"code": "badcontinue", "text": "stale"}]}


def test_batches_follow_one_another_each_with_the_way_to_the_next(site: Make) -> None:
    connected, wiki = site(
        body(page(1), more={"gapcontinue": "B", "continue": "gapcontinue||"}), body(page(2))
    )
    batches = list(query(connected, LIST))
    assert ids(batches) == [[1], [2]]
    assert batches[0].resume == {"gapcontinue": "B", "continue": "gapcontinue||"}
    assert batches[1].resume is None
    assert wiki.fields(0)["action"] == "query"


def test_a_page_is_released_only_when_it_is_whole(site: Make) -> None:
    connected, wiki = site(
        body(
            page(1, categories=[{"title": "A"}], length=3),
            page(2, revisions=[{"revid": 2}], pageprops={"a": "2"}),
            more={"clcontinue": "1|B", "continue": "||revisions"},
            whole=False,
            normalized=[{"from": "x", "to": "X"}],
        ),
        body(
            page(1, categories=[{"title": "B"}], pageprops={"a": "1"}),
            page(2, pageprops={"b": "2"}),
            more={"gapcontinue": "C", "clcontinue": "", "continue": "gapcontinue||"},
            normalized=[{"from": "x", "to": "X"}],
        ),
        body(page(3)),
    )
    batches = list(query(connected, LIST))
    assert ids(batches) == [[1, 2], [3]]
    assert batches[0].pages[0] == page(
        1, categories=[{"title": "A"}, {"title": "B"}], length=3, pageprops={"a": "1"}
    )
    assert batches[0].pages[1]["pageprops"] == {"a": "2", "b": "2"}
    assert batches[0].query == {"normalized": [{"from": "x", "to": "X"}]}
    assert wiki.fields(1)["clcontinue"] == "1|B"
    assert "gapcontinue" not in wiki.fields(1)


def test_each_continuation_starts_from_the_first_question(site: Make) -> None:
    connected, wiki = site(
        body(page(1), more={"clcontinue": "1", "continue": "a"}),
        body(page(2), more={"llcontinue": "2", "continue": "b"}),
        body(page(3)),
    )
    list(query(connected, LIST))
    assert "clcontinue" not in wiki.fields(2)
    assert wiki.fields(2)["llcontinue"] == "2"


def test_numbers_in_a_continuation_are_sent_back(site: Make) -> None:
    connected, wiki = site(
        body(page(1), more={"gsroffset": 50, "continue": "gsroffset||"}), body(page(2))
    )
    assert next(query(connected, LIST)).resume == {"gsroffset": "50", "continue": "gsroffset||"}
    list(query(connected, LIST, resume={"gsroffset": "50"}))
    assert wiki.fields()["gsroffset"] == "50"


def test_lists_without_pages_come_too(site: Make) -> None:
    connected, _ = site(
        {"query": {"allusers": [1]}, "continue": {"aufrom": "b"}, "batchcomplete": True},
        {"query": {"allusers": [2]}, "batchcomplete": True},
    )
    assert [batch.query for batch in query(connected, {"list": "allusers"})] == [
        {"allusers": [1]},
        {"allusers": [2]},
    ]


def test_nothing_found_is_one_empty_batch(site: Make) -> None:
    connected, _ = site({"batchcomplete": True})
    assert list(query(connected, LIST)) == [Batch([])]


def test_missing_pages_are_kept_apart_by_title_or_id(site: Make) -> None:
    connected, _ = site(
        body(
            {"ns": 0, "title": "A", "missing": True},
            {"ns": 0, "title": "B", "missing": True},
            {"pageid": 8, "missing": True},
            {"pageid": 9, "missing": True},
        )
    )
    [batch] = query(connected, {"titles": "A|B", "prop": "info"})
    assert len(batch.pages) == 4


@pytest.mark.parametrize("whole", [True, False])
def test_a_continuation_that_repeats_itself_is_given_up(site: Make, whole: bool) -> None:  # noqa: FBT001  # a table
    connected, wiki = site(body(page(1), more={"gapcontinue": "A"}, whole=whole))
    with pytest.raises(BadReply, match="without end"):
        list(query(connected, {"generator": "allpages", "prop": "info"}))
    assert len(wiki.requests) == 3


def test_a_continuation_in_a_circle_is_given_up(site: Make) -> None:
    steps = count()
    connected, wiki = site(
        lambda _request: body(page(1), more={"gapcontinue": str(next(steps) % 4)})
    )
    with pytest.raises(BadReply, match="without end"):
        list(query(connected, LIST))
    assert len(wiki.requests) < 20


def test_a_batch_that_never_is_whole_is_given_up(site: Make) -> None:
    steps = count()
    connected, wiki = site(
        lambda _request: body(page(1), more={"clcontinue": str(next(steps))}, whole=False)
    )
    with pytest.raises(BadReply, match="without end"):
        list(query(connected, LIST))
    assert len(wiki.requests) == 1001


def test_answers_that_bring_nothing_are_given_up(site: Make) -> None:
    steps = count()
    connected, wiki = site(
        lambda _request: {"batchcomplete": True, "continue": {"gapcontinue": str(next(steps))}}
    )
    with pytest.raises(BadReply, match="without end"):
        list(query(connected, LIST))
    assert len(wiki.requests) == 501


def test_a_list_that_tells_of_the_same_pages_for_ever_is_given_up(site: Make) -> None:
    steps = count()
    connected, wiki = site(lambda _: body(page(1), page(2), more={"gapcontinue": str(next(steps))}))
    with pytest.raises(BadReply, match="without end"):
        list(query(connected, LIST))
    assert len(wiki.requests) < 600


def test_a_batch_that_grows_without_end_is_given_up(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cphub.wiki.query._HEAVIEST", 2**20)
    steps, text = count(), "x" * 200_000
    connected, wiki = site(
        lambda _: body(
            page(1, revisions=[{"content": text}]),
            more={"rvcontinue": str(next(steps))},
            whole=False,
        )
    )
    with pytest.raises(BadReply, match="without end"):
        list(query(connected, {"pageids": "1", "prop": "revisions"}))
    assert len(wiki.requests) < 12


@pytest.mark.parametrize(
    "more",
    [
        {"action": "login"},
        {"format": "xml", "continue": "||"},
        {"assertuser": "Eve"},
        {"gapcontinue": "x" * 100_000},
        {f"a{'b' * n}continue": "" for n in range(1000)},
    ],
)
def test_a_wiki_cannot_make_another_question_of_its_continuation(
    site: Make, more: dict[str, str]
) -> None:
    connected, wiki = site(body(page(1), more=more))
    with pytest.raises(BadReply, match="does not understand"):
        list(query(connected, LIST))
    assert len(wiki.requests) == 1


def test_what_titles_are_is_told_again_in_each_round_and_read_in_linear_time(site: Make) -> None:
    told = [{"from": f"a{number}", "to": f"A{number}"} for number in range(20_000)]
    rounds = [
        body(page(1), more={"clcontinue": str(n)}, whole=False, normalized=told) for n in range(3)
    ]
    connected, _ = site(*rounds, body(page(1), normalized=told))
    began = process_time()
    [batch] = query(connected, LIST)
    assert batch.query == {"normalized": told}
    assert process_time() - began < 5  # quadratic, it took minutes


def test_a_resume_that_is_no_good_in_any_way_starts_again_from_the_beginning(site: Make) -> None:
    odd = {"errors": [{"code": "badinteger", "text": "no number"}]}
    connected, wiki = site(odd, body(page(1)))
    assert ids(list(query(connected, LIST, resume={"gsroffset": "-x"}))) == [[1]]
    connected, wiki = site(body(page(1), more={"gapcontinue": "B"}), odd)
    with pytest.raises(ApiError, match="badinteger"):
        list(query(connected, LIST))
    assert len(wiki.requests) == 2


def test_a_stale_resume_starts_again_from_the_beginning_once(site: Make) -> None:
    connected, wiki = site(BAD, body(page(1)))
    assert ids(list(query(connected, LIST, resume={"gapcontinue": "old"}))) == [[1]]
    assert wiki.fields(0)["gapcontinue"] == "old"
    assert "gapcontinue" not in wiki.fields(1)
    connected, _ = site(BAD, body(page(1), more={"gapcontinue": "B"}), BAD)
    with pytest.raises(ApiError, match="badcontinue"):
        list(query(connected, LIST, resume={"gapcontinue": "old"}))


def test_a_continuation_that_the_wiki_never_takes_back_is_an_error(site: Make) -> None:
    def answer(request: httpx.Request) -> dict[str, Any]:
        stale = "gapcontinue" in request.url.params
        return BAD if stale else body(page(1), more={"gapcontinue": "B"})

    connected, wiki = site(answer)
    with pytest.raises(ApiError, match="badcontinue"):
        list(query(connected, LIST))
    assert len(wiki.requests) == 4


def test_bad_parameters_are_no_stale_resume(site: Make) -> None:
    connected, wiki = site(BAD)
    with pytest.raises(ApiError):
        list(query(connected, LIST))
    assert len(wiki.requests) == 1


def test_what_a_page_leads_to_comes_batch_by_batch(site: Make) -> None:
    connected, wiki = site(body(page(1), more={"gplcontinue": "B"}), body(page(2)))
    batches = query(connected, {"generator": "links", "titles": "A", "gpllimit": "max"})
    assert next(batches).pages == [page(1)]
    assert len(wiki.requests) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"query": []},
        {"query": "x"},
        {"query": {"pages": {"1": {}}}},
        {"query": {"pages": [1]}},
        {"query": {"pages": []}, "continue": "x"},
        {"query": {"pages": []}, "continue": [1]},
    ],
)
def test_an_answer_of_another_shape_is_said_to_be_one(site: Make, odd: dict[str, Any]) -> None:
    if odd == {"query": []}:
        odd = {"query": [1]}
    connected, _ = site(odd)
    with pytest.raises(BadReply):
        list(query(connected, LIST))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_however_an_answer_is_cut_its_pages_come_whole(data: st.DataObject) -> None:
    """Cut pages with categories into batches and rounds at random, as the API may."""
    batches = data.draw(
        st.lists(
            st.dictionaries(
                st.integers(1, 50), st.lists(st.text(max_size=3), max_size=6), min_size=1
            ),
            min_size=1,
            max_size=4,
            unique_by=lambda batch: tuple(sorted(batch)),
        )
    )
    answers = []
    for at, batch in enumerate(batches):
        items = [(number, name) for number, names in batch.items() for name in names]
        size = data.draw(st.integers(1, 5))
        rounds = [items[i : i + size] for i in range(0, len(items), size)] or [[]]
        for step, some in enumerate(rounds):
            pages = {number: page(number) for number in batch}
            for number, name in some:
                pages[number].setdefault("categories", []).append({"title": name})
            last = step == len(rounds) - 1
            more = {"gapcontinue": str(at)} if last else {"clcontinue": f"{at}.{step}"}
            end = last and at == len(batches) - 1
            answers.append(body(*pages.values(), more=None if end else more, whole=last))

    class Scripted:
        class endpoint:  # noqa: N801  # stands for an attribute
            name = "meta"

        def get(self, _params: dict[str, str], *, lighten: object = None) -> Answer:
            del lighten
            return Answer(answers.pop(0))

    scripted: Any = Scripted()
    got = [
        {each["pageid"]: [c["title"] for c in each.get("categories", ())] for each in batch.pages}
        for batch in query(scripted, LIST)
    ]
    assert got == batches
    assert not answers
