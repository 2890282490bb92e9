"""A reading tells of a page what a person would see on it."""

# ruff: noqa: E501, RUF001  # a case a line, in the scripts that it is about

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cphub.data import Vocabulary
from cphub.model.facts import Facts, Readability, Tense
from cphub.wikitext.reader import facts_version, read
from cphub.wikitext.words import Words

Read = Callable[..., Facts]


def prose(facts: Facts) -> str:
    return facts.sections[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'''Bold''' and ''it'' and [[A|b]]s [http://x.y the page] end.", "Bold and it and bs the page end."),
        ("a<!-- no -->b <nowiki>{{x}}</nowiki>c", "ab c"),
        ("one<br>two<br />three", "one two three"),
        ("a &amp; b&nbsp;c &lt;d&gt;", "a & b c <d>"),
        ("a {{x|y}} b<ref>no</ref> http://x.y", "a b"),
        ("__NOTOC__ text ~~~~", "text"),
        ("Write <your name> here", "Write <your name> here"),
        ('<div class="x"><span>in</span></div>', "in"),
        ("-{zh-hans:软件;zh-hant:軟體}- x", "软件 x"),
        ("[[a|b [[c]] d]]", "b c d"),
        ("x [[unclosed and {{more", "x unclosed and more"),
        ("a  b\nc\td", "a b c d"),
        ("[[File:a.jpg|thumb|caption]]Text[[Category:X]]", "Text"),
        ("<translate><!--T:1-->\nHello <tvar name=1>you</tvar>!</translate>", "Hello you!"),
        ("<!--T:1--> A unit.\n<!-- alone -->\nIts end.", "A unit. Its end."),
        ("<div>\n  In a box.\n</div>", "In a box."),
        ("<ul><li>one</li><li>''t''wo</li></ul>", "one two"),
        ("<pre>no</pre>\n<code>no</code> yes", "yes"),
        ("\u200fعربي '''نص'''", "\u200fعربي نص"),
    ],
)  # fmt: skip
def test_prose_is_what_a_reader_sees(facts: Read, text: str, expected: str) -> None:
    assert prose(facts(text)) == expected


def test_sections_are_a_tree_with_their_own_content(facts: Read) -> None:
    text = (
        "Lead text.\n== A ==\n* one\n* two\n=== A1 ===\n{|\n! h !! i\n|-\n| c || d\n|}\n"
        "== ''B'' <!-- x -->==\n[[File:x.jpg]]\n{{Box|a=b}}\n<gallery>\nFile:a.jpg|x\nFile:b c.png\n"
        "</gallery>\n====C====\n<pre>code</pre>\n==D==\n"
    )
    sections = facts(text).sections
    tree = [(section.level, section.title, section.parent) for section in sections]
    assert tree == [(0, "", -1), (2, "A", 0), (3, "A1", 1), (2, "B", 0), (4, "C", 3), (2, "D", 0)]
    assert [s.words for s in sections] == [2, 2, 4, 0, 0, 0]
    assert [s.lists for s in sections] == [0, 2, 0, 0, 0, 0]
    assert [s.tables for s in sections] == [0, 0, 1, 0, 0, 0]
    assert [s.media for s in sections] == [0, 0, 0, 3, 0, 0]
    assert [s.templates for s in sections] == [0, 0, 0, 1, 0, 0]
    assert [s.other for s in sections] == [False, False, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("== A ==", ["A"]),
        ("==A== \t", ["A"]),
        ("= A ==", ["A ="]),
        ("== A == b", []),
        ("x == A ==", []),
        ("{{a|\n== B ==\n}}", []),
        ("<nowiki>\n== B ==\n</nowiki>", []),
        ("===", ["="]),
        ("==", []),
        ("== A == <!-- c -->", ["A"]),
        ("== [[L|M]] {{x}} ==", ["M"]),
    ],
)
def test_headings_are_those_of_mediawiki(facts: Read, text: str, titles: list[str]) -> None:
    assert [section.title for section in facts(text).sections[1:]] == titles


def test_quotations_and_preformatted_text_are_content_but_no_prose(facts: Read) -> None:
    section = facts("<blockquote>Quoted words.</blockquote>\n preformatted line\n").sections[0]
    assert section.text == ""
    assert section.other
    assert section.words == 2  # the preformatted line


def test_cells_count_as_words_and_not_as_prose(facts: Read) -> None:
    read_ = facts('{| class="wikitable"\n|+ Cap\n! scope="col" | Head\n|-\n| [[a|b c]] || d\n|}')
    assert read_.sections[0].text == ""
    assert read_.words == 5


def test_long_parameters_of_boxes_count_as_content(facts: Read) -> None:
    text = "{{Box|text=This box holds the whole text of the page, as some wikis do it.}}"
    assert facts(text).words > 10
    assert facts("{{Box|a=b|c=d}}").words == 0


@pytest.mark.parametrize(
    ("text", "words", "spaced"),
    [
        ("Ett två tre – fyra.", 4, True),
        ("これは日本語です。", 8, False),
        ("สวัสดีครับ", 7, False),
        ("我们用 Wikimedia Commons 上传图片", 9, False),
        ("한국어는 띄어쓰기를 한다", 3, True),
        ("हिन्दी में लिखा गया", 4, True),
        ("don't re-use it", 3, True),
    ],
)
def test_words_are_counted_by_script(facts: Read, text: str, words: int, spaced: bool) -> None:  # noqa: FBT001  # a case's value
    told = facts(text)
    assert (told.words, told.spaced) == (words, spaced)


def test_parameters_are_named_and_plain(facts: Read) -> None:
    text = (
        "{{cite | first | title = ''A [[b|c]]'' |url=http://x.y/z?a=b| <!-- c --> second |e={{f}}}}"
    )
    (cite,) = [template for template in facts(text).templates if template.name == "Cite"]
    assert cite.parameters == (
        ("1", "first"), ("title", "A c"), ("url", "http://x.y/z?a=b"), ("2", "second"), ("e", ""),
    )  # fmt: skip


def test_values_are_cut(facts: Read) -> None:
    ((_, value),) = facts("{{a|" + "x" * 5000 + "}}").templates[0].parameters
    assert len(value) == 200


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[Other page]]", "Other page"),
        ("  #redirect:[[other_page#x|y]]\n", "Other page"),
        ("#OMDIRIGERING [[Annan]]", "Annan"),
        ("# REDIRECT [[x]]", ""),
        ("Text #REDIRECT [[x]]", ""),
        ("#REDIRECT", ""),
    ],
)
def test_redirects_lead_to_their_target(facts: Read, text: str, target: str) -> None:
    words = Words(redirect=("#redirect", "#OMDIRIGERING"))
    assert facts(text, words=words).redirect == target


def test_links_media_categories_and_references_have_their_place(facts: Read) -> None:
    told = facts(
        "[[a]] [http://x.y Lab'''el''']<ref>{{cite|http://r.s}}</ref>\n== S ==\n[[b#c]]"
        "<ref name=n>z</ref><ref name=n /> [[#here]]\n<gallery>\nImage:g.jpg\nh.png|x\nno file\n</gallery>\n[[Category:K]]"
    )  # fmt: skip
    assert [(link.title, link.section) for link in told.links] == [("A", 0), ("B", 1)]
    first, second = told.external_links
    assert (first.url, first.label, first.in_reference) == ("http://x.y", "Label", False)
    assert (second.url, second.in_reference, second.section) == ("http://r.s", True, 0)
    assert told.media == ("File:G.jpg", "File:H.png")
    assert told.categories == ("Category:K",)
    assert told.references == 2


@pytest.mark.parametrize(
    ("text", "in_step"),
    [
        ("# Open [http://x.y it].", True),
        ("#: Open [http://x.y it].", True),
        ("*# Open http://x.y now", True),
        ("# Open {{button|{{b|http://x.y}}}}", True),
        ("{|\n| a\n# Open [http://x.y it].\n|}", True),
        ("# [http://x.y it]", False),
        ("# Open it.<ref>http://x.y</ref>", False),
        ("* Open [http://x.y it].", False),
        ("Open [http://x.y it] at #1.", False),
        ("# One\nOpen [http://x.y it].", False),
    ],
)
def test_a_link_in_a_numbered_list_is_in_a_step(facts: Read, text: str, in_step: bool) -> None:  # noqa: FBT001  # a case
    (link,) = facts(text).external_links
    assert link.in_step is in_step


def test_translation_marks_tell_units_and_what_is_unmarked(facts: Read) -> None:
    told = facts(
        "<languages/>\n<translate>\n== Head == <!--T:1-->\n\n<!--T:2-->\nMarked.\n\n"
        "Not '''yet''' marked.\n\n{{nobody reads}}\n</translate>\nOutside."
    ).translate
    assert told.translatable
    assert told.units == ("1", "2")
    assert told.unmarked == ("Not yet marked.",)


def test_translate_tags_in_nowiki_are_no_translation(facts: Read) -> None:
    assert not facts("Use <nowiki><translate>x</translate></nowiki>.").translate.translatable


def test_fuzzy_and_untranslated_texts_are_found(facts: Read) -> None:
    told = facts(
        '<div class="mw-translate-fuzzy">Gammal <div>inre</div> text</div> ny '
        '<span class="x mw-translate-fuzzy">kort</span> '
        '<div lang="en" dir="ltr" class="mw-content-ltr">Not done</div> '
        '<div lang="sv" dir="ltr" class="mw-content-ltr">gjort</div>',
        "sv",
    ).translate
    assert told.fuzzy == ("Gammal inre text", "kort")
    assert told.untranslated == ("Not done",)


def test_readability_counts_whole_sentences_of_paragraphs(facts: Read) -> None:
    told = facts(
        "This is fine. Considerable difficulties remain!\n* A list item. Not counted.\n\nNo end"
    )
    assert told.readability == Readability(
        sentences=2, words=6, letters=40, syllables=14, long_words=2
    )


def test_near_copies_have_near_signatures_and_short_texts_none(facts: Read) -> None:
    chance = random.Random(1)  # noqa: S311  # a text
    words = ["".join(chance.choices("abcdefgh", k=6)) for _ in range(400)]
    changed = [*words]
    changed[200] = "other"
    other = ["".join(chance.choices("abcdefgh", k=6)) for _ in range(400)]
    one, near, far = (facts(" ".join(text)).signature for text in (words, changed, other))

    def alike(a: tuple[int, ...], b: tuple[int, ...]) -> float:
        return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)

    assert alike(one, near) > 0.85
    assert alike(one, far) < 0.1
    assert facts("Too short to tell.").signature == ()


def test_a_signature_is_the_same_on_every_machine(facts: Read) -> None:
    signature = facts(" ".join(f"word{number}" for number in range(60))).signature
    assert signature[:2] == (8942782, 67858391)


def test_a_date_carries_its_section(facts: Read) -> None:
    (told,) = facts("x\n== A ==\nThe deadline is 5 May 2019.").dates
    assert (told.start, told.section, told.tense) == (date(2019, 5, 5), 1, Tense.COMING)


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("{}[]|=<>'*#:;-!\n /&~_@.0123456789"), st.characters(codec="utf-8")
        ),
        max_size=300,
    )
)
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read_and_saved(vocabulary: Vocabulary, text: str) -> None:
    told = read(text, Words(), "en", vocabulary)
    assert msgspec.json.decode(msgspec.json.encode(told), type=Facts) == told


PIECES = [
    "{{", "}}", "{{{", "}}}", "[[", "]]", "[", "]", "|", "{|", "|}", "|-", "\n", "==", "'''", "<ref>",
    "</ref>", "<nowiki>", "</nowiki>", "<!--", "-->", "<translate>", "</translate>", "<tvar|a>", "</>",
    "http://a.b", "<blockquote>", "</blockquote>", "<table>", "</table>", "<gallery>", "</gallery>",
    "File:a.jpg", "Category:", "word ", "2019-05-05 ", " ", "*", "-{", "}-", "&nbsp;", "\ud800",
    "\U000f0000", "\x1e", "\x1f", "<div class='mw-translate-fuzzy'>", "</div>", "a@b.c", "TODO:",
    "<b ", ">", "[//", "\n* ", "\n\n", ";", "||",
]  # fmt: skip


@example("{{{|http://a.b}}}")
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=400, deadline=None)
def test_broken_markup_can_be_read_and_saved(vocabulary: Vocabulary, text: str) -> None:
    told = read(text, Words(), "sv", vocabulary)
    json.loads(msgspec.json.encode(told))
    assert not any(char >= "\U000f0000" for section in told.sections for char in section.text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Read <b\n\nthis> now", "Read <b this> now"),
        ("* Read <b\n* this>", "Read <b this>"),
        ("* -{a;\n* b}-", "-{a; b}-"),
        ("* [////\n[//a b:\n: c] d", "[ [ b: c] d"),
    ],
)
def test_markup_that_is_not_closed_in_its_block_is_text(facts: Read, text: str, shown: str) -> None:
    assert facts(text).sections[0].text == shown


def test_the_version_changes_with_the_vocabulary(vocabulary: Vocabulary) -> None:
    changed = type(vocabulary)(
        vocabulary.templates, vocabulary.services, vocabulary.placeholders, vocabulary.time,
        vocabulary.pages, vocabulary.notes, "another",
    )  # fmt: skip
    assert facts_version(changed) != facts_version(vocabulary)


@pytest.mark.parametrize(
    "content",
    [
        "<references/>",
        "<references />\n",
        "<references>\n<ref name=a>A book.</ref>\n</references>",
        "<code>git clone x</code>",
        "<nowiki>[[x]]</nowiki>",
        "{{:Other page}}",
        "<syntaxhighlight lang=python>\nx = 1\n</syntaxhighlight>",
    ],
)
def test_a_section_in_which_a_reader_sees_something_has_something(
    facts: Read, content: str
) -> None:
    told = facts(f"Lead.\n\n== Title ==\n{content}\n\n== Next ==\nText.")
    assert told.sections[1].other


@pytest.mark.parametrize(
    "content", ["", "<!-- later -->", "[[Category:X]]", "<br>", "{{DEFAULTSORT:x}}", "__NOTOC__"]
)
def test_a_section_in_which_a_reader_sees_nothing_has_nothing(facts: Read, content: str) -> None:
    told = facts(f"Lead.\n\n== Title ==\n{content}\n\n== Next ==\nText.")
    assert not told.sections[1].other
    assert told.sections[1].words == 0


def test_a_character_s_number_may_be_as_long_as_it_likes(vocabulary: Vocabulary) -> None:
    odd = f"&#{'9' * 5000};"
    found = read(f"== A {odd} ==\nB {odd} [[C {odd}]]", Words(), "en", vocabulary)
    assert [section.title for section in found.sections][-1] == "A \ufffd"
