"""Prints of passages: the same as long as the passage is, and not otherwise."""

from __future__ import annotations

from time import monotonic

from hypothesis import given
from hypothesis import strategies as st

from cphub.catalogue.passages import are_prints, prints
from cphub.model.facts import Facts, Section
from cphub.model.findings import Evidence

WORDS = st.text("abcåéعरあ ", min_size=1, max_size=12).map(lambda text: f"{text.strip()}x")


def page(*texts: str, titles: tuple[str, ...] = ()) -> Facts:
    names = ("", *titles, *(f"S{n}" for n in range(len(texts))))
    sections = [Section(-1, 0, name, text, 1) for name, text in zip(names, texts, strict=False)]
    return Facts(sections=tuple(sections), words=1)


@given(WORDS, WORDS, WORDS, st.sampled_from([".", "!", "?", "。", "؟", "।"]))
def test_an_edit_elsewhere_changes_nothing_and_one_in_the_passage_does(
    before: str, passage: str, after: str, end: str
) -> None:
    quoted = f"Here {passage} stands"
    text = f"{before}{end} {quoted} still{end} {after}{end}"
    evidence = [Evidence(quoted)]
    print_ = prints(evidence, page(text))
    assert are_prints(print_)
    assert prints(evidence, page(f"New. {before}y{end} {quoted} still{end} z{end}")) == print_
    assert prints(evidence, page("Other.", f"{quoted}  still{end}")) == print_
    assert prints(evidence, page(f"{quoted} no more{end}")) != print_


def test_evidence_that_was_cut_is_found_in_its_sentence() -> None:
    text = "One. " + "word " * 100 + "end. Two."
    cut = Evidence(f"…{'word ' * 20}…")
    assert prints([cut], page(text)) == prints([Evidence("word " * 100 + "end.")], page(text))


def test_what_does_not_stand_in_the_prose_is_its_own_passage() -> None:
    template = [Evidence("{{Outdated|2019}}", "Lead")]
    assert prints(template, page("One.")) == prints(template, page("Two."))
    assert prints(template, page("One.")) != prints([Evidence("{{Outdated|2020}}")], page("One."))


def test_figures_that_are_measured_are_no_part_of_a_passage_beside_a_quotation() -> None:
    before = prints([Evidence("31 words a sentence"), Evidence("Long")], page("Long one."))
    after = prints([Evidence("32 words a sentence"), Evidence("Long")], page("Long one. More."))
    assert before == after
    alike, more = ([Evidence(f"{share} %: https://x.org/A2")] for share in (81, 83.5))
    assert prints(alike, None) == prints(more, None)
    assert prints([Evidence("last edited 2019")], None) != prints([Evidence("last 2020")], None)


def test_a_finding_that_quotes_nothing_has_a_print_that_stays() -> None:
    assert prints([], page("One.")) == prints([], None)


def test_a_word_that_stands_everywhere_takes_no_time() -> None:
    text = "a! " * 100_000
    start = monotonic()
    assert len(prints([Evidence("!")], page(text))) == 1
    assert monotonic() - start < 5
