"""What stands in braces, brackets, tags and addresses is found as MediaWiki finds it."""

# a case a line, in the scripts that it is about

from __future__ import annotations

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cphub.model.pages import Namespace, Wiki
from cphub.wikitext.nodes import Scan
from cphub.wikitext.scanner import scan
from cphub.wikitext.words import Words

WORDS = Words()


def found(text: str, words: Words = WORDS) -> Scan:
    return scan(text, words)


def names(text: str, kind: str = "template", words: Words = WORDS) -> list[str]:
    return [node.name for node in found(text, words).nodes if node.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{Stub}}", ["Stub"]),
        ("{{ stub }}", ["Stub"]),
        ("{{stub\n}}", ["Stub"]),
        ("{{Template:stub}}", ["Stub"]),
        ("{{template:Under_construction}}", ["Under construction"]),
        ("{{under  construction}}", ["Under construction"]),
        ("{{subst:stub}}", ["Stub"]),
        ("{{<!-- a --> stub <!-- b -->}}", ["Stub"]),
        ("{{User:X/box}}", ["User:X/box"]),
        ("{{:main page}}", [":Main page"]),
        ("{{stub|{{date|2020}}}}", ["Date", "Stub"]),
        ("{{{{{1}}}}}", []),
        ("{{a|[[b}} {{Stub}}", ["Stub"]),
        ("{{#if:x|{{Stub}}}}", ["Stub"]),
        ("{{PAGENAME}} {{DEFAULTSORT:X}} {{!}} {{lc:A}}", []),
        ("<nowiki>{{Stub}}</nowiki>", []),
        ("<!-- {{Stub}} -->", []),
        ("<!-- {{Stub}}", []),
        ("<pre>{{Stub}}</pre><code>{{Stub}}</code>", []),
        ('<syntaxhighlight lang="wikitext">{{Stub}}</syntaxhighlight>', []),
        ("<templatedata>{{Stub}}</templatedata>", []),
        ("<includeonly>{{Stub}}</includeonly>", []),
        ("<noinclude>{{Stub}}</noinclude>", ["Stub"]),
        ("<onlyinclude>{{Stub}}</onlyinclude>", ["Stub"]),
        ("<nowiki>{{Stub}}", ["Stub"]),
        ("<nowiki/>{{Stub}}", ["Stub"]),
        ("{{tl|Stub}}", ["Tl"]),
        ("{{Stub}", []),
        ("{{}}", []),
    ],
)
def test_templates_are_those_that_the_page_calls(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_wikis_own_words_for_the_template_namespace_are_taken_off() -> None:
    wiki = Wiki(
        "svwiki", "", "svwiki", "", "sv", "", "", "",
        namespaces=(
            Namespace(10, "Mall", "Template"),
            Namespace(6, "Fil", "File", ("Bild",)),
            Namespace(14, "Kategori", "Category"),
        ),
        magic_words={"defaultsort": ("STANDARDSORTERING:",), "redirect": ("#OMDIRIGERING",)},
    )  # fmt: skip
    words = Words.of(wiki)
    assert names("{{Mall:stub}} {{mall:Stub}} {{Template:stub}}", words=words) == ["Stub"] * 3
    assert names("{{STANDARDSORTERING:Å}}", words=words) == []
    assert names("[[Bild:a.jpg]][[File:b.jpg]]", "file", words) == ["Fil:A.jpg", "Fil:B.jpg"]
    assert names("[[category:x]]", "category", words) == ["Kategori:X"]
    assert names("[[:Kategori:X]]", "link", words) == ["Kategori:X"]


def test_on_a_case_sensitive_wiki_the_first_letter_counts() -> None:
    namespaces = tuple(Namespace(i, n, n, case="case-sensitive") for i, n in [(0, ""), (10, "T")])
    words = Words.of(Wiki("wikt", "", "", "", "en", "", "", "", namespaces=namespaces))
    assert names("{{stub}} {{Stub}}", words=words) == ["stub", "Stub"]
    assert names("[[word]]", "link", words) == ["word"]


@pytest.mark.parametrize(
    ("text", "depths"),
    [
        ("{{a|{{b|{{c}}}}}}", {"A": 0, "B": 1, "C": 2}),
        ("{{#if:x|{{b}}}}", {"B": 0}),
        ("{{a|{{b}} {{c}}", {"B": 0, "C": 0}),
        ("<ref>{{a|{{b}}</ref>{{c|{{d}}}}", {"B": 0, "C": 0, "D": 1}),
    ],
)
def test_depth_counts_the_templates_around(text: str, depths: dict[str, int]) -> None:
    nodes = found(text).nodes
    assert {node.name: node.depth for node in nodes if node.kind == "template"} == depths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see http://a.b/c.", ["http://a.b/c"]),
        ("(http://a.b/c)", ["http://a.b/c"]),
        ("http://a.b/c_(d)", ["http://a.b/c_(d)"]),
        ("''http://a.b''", ["http://a.b"]),
        ("[https://a.b label]", ["https://a.b"]),
        ("[//a.b label]", ["//a.b"]),
        ("{{cite|url=http://a.b|x=y}}", ["http://a.b"]),
        ("{{cite|http://a.b}}", ["http://a.b"]),
        ("a://b and :// and // x", []),
        ("<nowiki>http://a.b</nowiki>", []),
        ("見てhttp://a.b/c。", ["http://a.b/c"]),
    ],
)
def test_addresses_are_found_bare_and_in_brackets(text: str, expected: list[str]) -> None:
    assert names(text, "url") == expected


def test_links_of_every_kind_are_told_apart() -> None:
    words = Words(languages=frozenset({"sv", "fr"}), interwiki=frozenset({"sv", "fr", "w", "m"}))
    text = (
        "[[a b]] [[:File:x.jpg]] [[File:x.jpg|thumb|[[c]]]] [[category:k]] [[sv:S]] [[:sv:S]] "
        "[[w:Foo bar#x|y]] [[#part]] [[Special:MyLanguage/Help]] [[Media:p.pdf]] [[a\nb]] [[]]"
    )
    kinds = [(node.kind, node.name) for node in found(text, words).nodes if node.kind != "hidden"]
    assert kinds == [
        ("link", "A b"), ("link", "File:X.jpg"), ("link", "C"), ("file", "File:X.jpg"),
        ("category", "Category:K"), ("language", "S"), ("interwiki", "S"),
        ("interwiki", "Foo bar"), ("link", ""), ("link", "Help"), ("media-link", "File:P.pdf"),
    ]  # fmt: skip


def test_a_reference_ends_at_its_tag_whatever_is_open_in_it() -> None:
    nodes = found("<ref>{{cite|</ref>}} {{Stub}} <ref name=a /> <ref>x").nodes
    assert [node.name for node in nodes if node.kind == "template"] == ["Stub"]
    assert sum(node.kind == "ref" for node in nodes) == 1


def test_what_stands_in_a_reference_is_known_to() -> None:
    nodes = found("http://a.b <ref>http://c.d {{x|http://e.f}}</ref> http://g.h").nodes
    urls = {node.name: node.in_reference for node in nodes if node.kind == "url"}
    assert urls == {
        "http://a.b": False,
        "http://c.d": True,
        "http://e.f": True,
        "http://g.h": False,
    }


def test_translation_marks_are_no_part_of_calls_and_links() -> None:
    text = (
        "<translate>{{a|<tvar|1>[[b]]</>|<tvar name=2>c</tvar>}}</translate> <!--T:1--> <!--T:2b-->"
    )
    scanned = found(text)
    (template,) = [node for node in scanned.nodes if node.kind == "template"]
    assert len(template.parts) == 2
    assert scanned.units == ["1", "2b"]


SAFE = st.recursive(
    st.sampled_from(["a", "b c", " ", "1", "é"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["T", "Foo bar"]), st.lists(inner, max_size=3)).map(
            lambda pair: "{{" + "|".join([pair[0], *pair[1]]) + "}}"
        ),
        st.lists(inner, max_size=3).map("".join),
        inner.map(lambda text: f"x [[L|{text}]] y"),
    ),
    max_leaves=12,
)


@given(SAFE)
@settings(max_examples=200, deadline=None)
def test_templates_and_parameters_are_those_of_mwparserfromhell(text: str) -> None:
    ours = sorted(
        (node.name, len(node.parts)) for node in found(text).nodes if node.kind == "template"
    )
    theirs = sorted(
        (str(template.name).strip(), len(template.params))
        for template in mwparserfromhell.parse(text).filter_templates()
    )
    assert ours == theirs
