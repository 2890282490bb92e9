"""A template of one's own: what it sees, what its filters make safe, and what it cannot do."""

from __future__ import annotations

from collections.abc import Callable
from csv import reader
from dataclasses import replace
from io import StringIO
from json import loads
from pathlib import Path

import markdown_it
import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.documents import DOCUMENT

from cphub.clean import clean
from cphub.errors import Exit, UsageError
from cphub.model.reports import Report
from cphub.reports._template import LARGEST_TEMPLATE, template
from cphub.reports._template_worker import environment, is_markup
from cphub.reports.json import json

Render = Callable[..., str]


@pytest.fixture
def rendered(tmp_path: Path, report: Report) -> Render:
    """Return a function that renders a small report by the template that it is given."""

    def render(source: str, name: str = "mine.txt", seconds: float = 60) -> str:
        path = tmp_path / name
        path.write_text(source, encoding="utf-8")
        return str(template(path, seconds=seconds).function(report))

    return render


def test_a_template_sees_the_json_form(rendered: Render, report: Report) -> None:
    head = "{{ schema }} {{ run.id }} {{ summary.title }}\n"
    source = f"{head}{{% for f in findings %}}\n{{{{ f.rule }}}}\n{{% endfor %}}\n"
    assert rendered(source) == (
        "1 12 Learning material\nmarked-outdated\nempty-section\nshort-page\n"
    )
    assert loads(rendered("{{ findings|tojson }}")) == loads(json(report))["findings"]


def test_a_document_is_seen_by_its_json_form_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("{{ schema }}", encoding="utf-8")
    assert template(path).function(replace(DOCUMENT, data={"pages": [1]})) == "1"


def filtered(name: str, text: str) -> str:
    made = environment("x.txt").from_string(f"{{{{ text|{name} }}}}")
    return made.render(text=text)


def check_filters(text: str) -> None:
    code = mwparserfromhell.parse(filtered("wikitext", text))
    assert not code.filter(matches=lambda node: not isinstance(node, TEXTS))
    assert code.strip_code(normalize=True).strip() == clean(text)
    ((cell,),) = reader(StringIO(filtered("csv", text), newline=""), strict=True)
    assert cell.replace("'", "") == clean(text).replace("'", "")
    assert not cell.lstrip(' "').startswith(("=", "+", "-", "@"))
    blocks = [token.type for token in markdown_it.MarkdownIt().parse(filtered("markdown", text))]
    assert blocks in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert "<" not in filtered("html", text)
    url = filtered("url", text)
    assert url == "" or url.lower().startswith(("http://", "https://"))
    assert not set(url) & set("<>[]{}|\"' ")


TEXTS = (mwparserfromhell.nodes.Text, mwparserfromhell.nodes.HTMLEntity)


def test_what_a_filter_gives_back_does_nothing_but_show_the_text(snippet: str) -> None:
    check_filters(snippet)


@settings(deadline=None)
@given(data=st.data())
def test_what_a_filter_gives_back_does_nothing_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str]
) -> None:
    check_filters(data.draw(hostile.filter(clean)))


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        *(("a.html", True), ("a.HTM", True), ("a.html.jinja", True), ("a.xml.j2", True)),
        *(("a.txt", False), ("a.wikitext", False), ("a.csv.jinja", False), ("html", False)),
    ],
)
def test_texts_are_escaped_where_the_name_says_html(
    name: str, *, markup: bool, rendered: Render
) -> None:
    assert is_markup(name) == markup
    assert rendered('{{ "<b>" }}', name) == ("&lt;b&gt;" if markup else "<b>")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("one\n{% for %}", "mine.txt, line 2: "),
        ("one\n{{ nothing }}", "mine.txt, line 2: 'nothing' is undefined"),
        ("{{ findings[0].nothing }}", "line 1: 'dict object' has no attribute 'nothing'"),
        ("\n\n{{ run.id|nope }}", 'line 3: unknown filter "nope"'),
        ("{{ run is nope }}", 'unknown test "nope"'),
        ("{{ findings.__class__ }}", "line 1: access to attribute '__class__' of 'list' object"),
        ("{{ ''['__cl' ~ 'ass__'].__mro__ }}", "unsafe"),
        ("{{ ''|attr('__class__') }}", "unsafe"),
        ("{{ '{0.__class__}'.format(run) }}", "unsafe"),
        ("{{ self._TemplateReference__context.environment }}", "unsafe"),
        ("{{ cycler.__init__.__globals__ }}", "unsafe"),
        ("{{ findings.append(1) }}", "unsafe"),
        ("{{ run.clear() }}", "unsafe"),
        ("{% include '/etc/passwd' %}", "line 1: a template can't load other files"),
        ("{% extends 'x' %}", "can't load other files"),
        ("{% import 'x' as y %}", "can't load other files"),
        ("{% from 'x' import y %}", "can't load other files"),
        ("{{ open('/etc/passwd') }}", "'open' is undefined"),
        ("{{ lipsum() }}", "'lipsum' is undefined"),
        ("{{ range(10 ** 9)|list }}", "line 1: OverflowError: Range too big"),
        ("{{ 'x' * 10 ** 10 }}", "memory"),
        ("{{ 'x'|center(10 ** 10) }}", "memory"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "call one another without an end"),
        ("{{ 1 / 0 }}", "line 1: ZeroDivisionError"),
        ("{{" + "(" * 5000 + "1" + ")" * 5000 + "}}", "too many things within one another"),
    ],
)
def test_what_a_template_cannot_do_is_said_with_its_line(
    source: str, said: str, rendered: Render
) -> None:
    with pytest.raises(UsageError) as caught:
        rendered(source)
    assert said in caught.value.message
    assert caught.value.exit == Exit.USAGE
    assert "docs/templates.md" in caught.value.hint


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 10 ** (10 ** 9) }}",
    ],
)
def test_what_takes_too_long_is_ended(source: str, rendered: Render) -> None:
    with pytest.raises(UsageError, match="longer than 3 seconds"):
        rendered(source, seconds=3)


def test_what_writes_too_much_is_ended(rendered: Render) -> None:
    lots = "{% set x = 'x' * 1000000 %}{% for a in range(99999) %}{{ x }}{% endfor %}"
    with pytest.raises(UsageError, match="writes more than 67,108,864 characters"):
        rendered(lots)


def test_a_file_that_is_no_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no template"):
        template(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="cannot be read"):
        template(tmp_path)
    (tmp_path / "latin").write_bytes(b"\xe5")
    with pytest.raises(UsageError, match="not UTF-8"):
        template(tmp_path / "latin")
    (tmp_path / "large").write_bytes(b" " * (LARGEST_TEMPLATE + 1))
    with pytest.raises(UsageError, match="more than 1,000,000 bytes"):
        template(tmp_path / "large")


@pytest.mark.parametrize("name", ["mine.txt", "mine.html"])
def test_a_strangers_template_steers_no_terminal(rendered: Render, name: str) -> None:
    source = (
        r"{{ '\x1b[31mX\x1b]0;pwn\x07\x9b2J\r' }}"
        "\x1b[2J\u202edrow\n\t{{ '\x00' }}  two  spaces\n\nend\n"
    )
    assert rendered(source, name) == "[31mX]0;pwn2J [2Jdrow\n\t  two  spaces\n\nend\n"
