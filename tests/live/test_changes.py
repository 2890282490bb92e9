"""What happens to pages on a wiki, and what the catalogue says of it afterwards."""

from __future__ import annotations

import pytest
from tests.live.family import Family
from tests.live.mediawiki import MediaWiki
from tests.live.program import Program


def category_source(category: str, wiki: str = "meta", **keys: str) -> str:
    more = "".join(f"{name} = {value}\n" for name, value in keys.items())
    return f"""
        [[sources]]
        name = "changes"
        wiki = "{wiki}"
        kind = "category"
        category = "{category}"
        {more}
    """


def sources_of(program: Program, title: str) -> list[str]:
    rows = program.rows(
        "SELECT source FROM source_pages WHERE title = ? AND until IS NULL ORDER BY 1", title
    )
    return [source for (source,) in rows]


def title_of(request: pytest.FixtureRequest) -> str:
    """Return the test's name as MediaWiki writes a title."""
    name: str = request.node.name
    return name.replace("_", " ").capitalize()


@pytest.fixture
def wiki(family: Family, request: pytest.FixtureRequest) -> MediaWiki:
    """Meta, with two pages in a category that is the test's own."""
    name = title_of(request)
    family.meta.edit(f"{name} A", f"The first page. [[Category:{name}]]")
    family.meta.edit(f"{name} B", f"The second page. [[Category:{name}]]")
    return family.meta


def test_deleted_and_restored(
    wiki: MediaWiki, program: Program, request: pytest.FixtureRequest
) -> None:
    name = title_of(request)
    program.configure(category_source(name))
    program.run("harvest")
    wiki.act("delete", title=f"{name} A")
    program.run("harvest")
    assert program.states() == {f"{name} A": "missing", f"{name} B": "current"}
    assert sources_of(program, f"{name} A") == []

    wiki.act("undelete", title=f"{name} A")
    program.run("harvest")

    assert program.states() == {f"{name} A": "current", f"{name} B": "current"}
    assert sources_of(program, f"{name} A") == ["changes"]


def test_moved_with_a_redirect_left_behind(
    wiki: MediaWiki, program: Program, request: pytest.FixtureRequest
) -> None:
    name = title_of(request)
    program.configure(category_source(name))
    program.run("harvest")
    (page,) = program.rows("SELECT page_id FROM pages WHERE title = ?", f"{name} A")

    wiki.act("move", **{"from": f"{name} A", "to": f"{name} C"})
    program.run("harvest")

    assert program.states() == {f"{name} B": "current", f"{name} C": "current"}
    assert program.rows("SELECT page_id FROM pages WHERE title = ?", f"{name} C") == [page]


def test_turned_into_a_redirect(
    wiki: MediaWiki, program: Program, request: pytest.FixtureRequest
) -> None:
    name = title_of(request)
    program.configure(category_source(name))
    program.run("harvest")

    wiki.edit(f"{name} A", f"#REDIRECT [[{name} B]]")
    program.run("harvest")

    assert program.states() == {f"{name} A": "redirect", f"{name} B": "current"}


def test_taken_out_of_the_category_and_put_back(
    wiki: MediaWiki, program: Program, request: pytest.FixtureRequest
) -> None:
    name = title_of(request)
    program.configure(category_source(name))
    program.run("harvest")
    wiki.edit(f"{name} A", "The first page.")
    wiki.edit(f"{name} C", f"The third page. [[Category:{name}]]")
    program.run("harvest")
    assert sources_of(program, f"{name} A") == []
    assert sources_of(program, f"{name} C") == ["changes"]
    assert program.states()[f"{name} A"] == "current"

    wiki.edit(f"{name} A", f"The first page. [[Category:{name}]]")
    program.run("harvest")

    assert sources_of(program, f"{name} A") == ["changes"]
    assert program.rows(
        "SELECT categories.title FROM categories JOIN pages USING (wiki, page_id) "
        "WHERE pages.title = ?",
        f"{name} A",
    ) == [(f"Category:{name}",)]


def test_an_edit_whose_author_is_hidden(
    wiki: MediaWiki, program: Program, request: pytest.FixtureRequest
) -> None:
    name = title_of(request)
    program.configure(category_source(name))
    newest = wiki.edit(f"{name} A", f"Written by nobody. [[Category:{name}]]")
    wiki.hide(newest, "user")

    program.run("harvest")

    assert program.rows("SELECT user, state FROM pages WHERE title = ?", f"{name} A") == [
        ("", "current")
    ]


def test_a_bots_edit_does_not_make_a_page_fresh(
    wiki: MediaWiki, program: Program, request: pytest.FixtureRequest
) -> None:
    name = title_of(request)
    program.configure(category_source(name), "[rules.untouched-page]\nmax_age_days = 1\n")
    by_person = wiki.edit(f"{name} C", f"Written by a person. [[Category:{name}]]")
    wiki.edit(f"{name} C", f"Changed by a bot. [[Category:{name}]]", "FuzzyBot", bot="1")
    wiki.age(by_person, "20200102030405")

    program.run("harvest")

    assert program.rows("SELECT edited_by_person FROM pages WHERE title = ?", f"{name} C") == [
        ("2020-01-02T03:04:05Z",)
    ]


def test_subcategories_that_run_in_a_circle_are_walked_once(
    family: Family, program: Program
) -> None:
    meta = family.meta
    for name, above in (("Ring 1", "Ring 3"), ("Ring 2", "Ring 1"), ("Ring 3", "Ring 2")):
        meta.edit(f"Category:{name}", f"[[Category:{above}]]")
        meta.edit(f"In {name}", f"A page. [[Category:{name}]]")
    program.configure(category_source("Ring 1", depth="9"))

    with meta.proxy.watch() as log:
        program.run("harvest")

    assert program.rows("SELECT title, via FROM source_pages ORDER BY title") == [
        ("In Ring 1", "Category:Ring 1"),
        ("In Ring 2", "Category:Ring 2"),
        ("In Ring 3", "Category:Ring 3"),
    ]
    assert len(log) <= 5
