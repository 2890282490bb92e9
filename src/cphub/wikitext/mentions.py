"""Find entries of the vocabularies: placeholders, and services by address, name, template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from cphub.data import Placeholder, Service, Vocabulary, as_name, phrases
from cphub.model.facts import ExternalLink, Mention, Template
from cphub.wikitext.blocks import ROW
from cphub.wikitext.hints import in_our_brackets, is_shown, whole_bracket
from cphub.wikitext.plain import cut

_MARKS = (
    " \t.,:;!?…*#()\"'“”«»-\u2013\u2014\u3002\u3001\uff01\uff1f\uff1a\u0964\uff08\uff09\u3010\u3011"
)
_LABEL_LENGTH = 30  # characters
_LABEL = re.compile(r"[^:\uff1a]{1,30}[:\uff1a]\s*(?=\S)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,100}[\w]")
_LONGEST = 120  # characters of a line that can be nothing but a placeholder
_AFTER_LABEL = frozenset({"todo-word", "todo-line", "coming-soon"})
SENTENCE = 300  # characters of a sentence that are kept

Piece = tuple[str, int, bool]  # plain text, section, whether it is a paragraph
Part = tuple[int, str, str]  # section, kind, wikitext
Name = tuple[str, re.Pattern[str], str]  # as it stands, as a whole word, the service's id
Sentence = Callable[[str, int], str]


class Entries:
    """A vocabulary's entries made ready for one language."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self.vocabulary = vocabulary
        self.lines: dict[str, Placeholder] = {}
        self.runs: dict[str, str] = {}
        self.contacts: list[tuple[str, str]] = []
        self.starts: list[tuple[str, str, bool]] = []
        self.anywhere: list[tuple[str, re.Pattern[str], str, bool]] = []
        for entry in vocabulary.placeholders.values():
            self._add(entry, vocabulary.placeholder_words(entry, language), language)
        self.longest = max(map(len, self.lines), default=0) + len(_MARKS)
        self.services = [
            (name, as_name(name), service) for name, service in vocabulary.service_names().items()
        ]
        self.hosts = _hosts(vocabulary.services.values())
        page = vocabulary.page_words(language)
        self.gone = phrases(page.gone if page else (), language)
        self.by_host = lru_cache(2000)(self._known_host)

    def _add(self, entry: Placeholder, words: Iterable[str], language: str) -> None:
        for word in words:
            folded = word if entry.case else word.casefold()
            if entry.where in {"line", "paragraph"}:
                self.lines[folded.strip(_MARKS) or word] = entry
            elif entry.where == "run":
                self.runs[word] = entry.id
            elif entry.where == "contact":
                self.contacts.append((word.casefold().rstrip("*"), entry.id))
            elif entry.where in {"hint", "rest", "blank"}:
                continue  # read by `Blanks`
            elif entry.where == "start":
                self.starts.append((folded, entry.id, entry.case))
            else:
                pattern = phrases([word], language, case=entry.case)
                self.anywhere.append((folded.rstrip("*"), pattern, entry.id, entry.case))

    def _known_host(self, host: str) -> bool:
        while host:
            if host in self.hosts:
                return True
            host = host.partition(".")[2]
        return False

    def placeholders(self, lines: Iterable[Piece], text: str) -> Iterator[Mention]:
        """Find placeholders in `lines`; `text` is all of them together."""
        plain_text = in_our_brackets(text)
        foreign, text = plain_text is not text, plain_text
        lower = text.casefold()
        absent = tuple(mark for mark in "[(<（" if mark not in text)  # noqa: RUF001  # Chinese
        wanted = [
            (pattern, entry)
            for stem, pattern, entry, case in self.anywhere
            if stem[0] not in absent and stem in (text if case else lower)
        ]
        starts = [start for start in self.starts if start[0] in (text if start[2] else lower)]
        contacts = [found for found in self.contacts if found[0] in lower]
        for line, section, paragraph in lines:
            entry = self._whole(line, paragraph=paragraph) or self._labelled(line)
            entry = entry or (_starting(line, starts) if starts else "")
            if entry:
                yield _placeholder(entry, line, line, section)
                continue
            plain = in_our_brackets(line) if foreign else line
            for pattern, found in wanted:
                match = pattern.search(plain)
                if match and not is_shown(plain, match):
                    shown = whole_bracket(line, plain, *match.span())
                    yield _placeholder(found, shown, _around(line, match.start()), section)
                    break
            else:
                yield from _in_contact(line, section, contacts)

    def only_in_contacts(self, mention: Mention) -> bool:
        """Tell whether the words are a placeholder in a section on contacts alone."""
        entry = self.vocabulary.placeholders.get(mention.entry)
        return entry is not None and entry.where == "contact"

    def in_runs(self, text: str, source: str, parts: Iterable[Part]) -> Iterator[Mention]:
        """Find what the edit toolbar put in, as bold or italic text of its own.

        `text` is the page's without nodes, `source` the whole of it, `parts` (section, kind,
        wikitext). Words that stand in code or in a template too are shown on purpose.
        """
        words = [
            word for word in self.runs if word in text and text.count(word) == source.count(word)
        ]
        for word in words:
            forms = (f"''{word}''", f">{word}</")
            for section, kind, part in parts:
                if kind != ROW and any(form in part for form in forms):
                    yield _placeholder(self.runs[word], word, cut(part, SENTENCE), section)

    def _whole(self, line: str, *, paragraph: bool) -> str:
        if len(line) > self.longest:
            return ""
        for text in (line.casefold(), line):
            found = self.lines.get(text.strip(_MARKS)) or self.lines.get(text.strip())
            if found and (paragraph or found.where == "line"):
                return found.id
        return ""

    def _labelled(self, line: str) -> str:
        """Return the entry that is all that a label has: "Venue: TBA"."""
        if len(line) > self.longest + _LABEL_LENGTH or not (":" in line or "\uff1a" in line):
            return ""
        label = _LABEL.match(line)
        found = self._whole(line[label.end() :], paragraph=False) if label else ""
        return found if found in _AFTER_LABEL else ""

    def service(self, url: str) -> Service | None:
        """Return the service whose address `url` is."""
        host = url.partition("//")[2] or url.rpartition("@")[2]
        host = host.partition("/")[0].partition("?")[0].partition(":")[0].lower()
        if "@" not in url and not self.by_host(host):
            return None
        return self.vocabulary.service_at(url)

    def addresses(self, links: Iterable[ExternalLink], around: Sentence) -> Iterator[Mention]:
        """Find services by the addresses that the page links to."""
        for link in links:
            service = self.service(link.url)
            if service:
                sentence = around(link.label or link.url, link.section)
                yield self._mention(
                    service.id, "address", link.url, sentence, link.section,
                    in_reference=link.in_reference,
                )  # fmt: skip

    def templates(self, templates: Iterable[Template]) -> Iterator[Mention]:
        """Find services by the templates that stand for them."""
        for template in templates:
            service = self.vocabulary.service_template(template.name)
            if service:
                words = f"{{{{{template.name}}}}}"
                yield self._mention(service.id, "template", words, "", template.section)

    def names_in(self, text: str) -> list[Name]:
        """Return the names of services that stand in the whole text of a page."""
        return [name for name in self.services if name[0] in text]

    def named(
        self, text: str, names: list[Name], section: int, around: Callable[[int], str]
    ) -> Iterator[Mention]:
        """Find services by name, and by mail addresses that stand in the text."""
        taken: list[tuple[int, int]] = []
        for name, pattern, service in names:
            if name in text:
                match = pattern.search(text)
                if match and not any(a <= match.start() < b for a, b in taken):
                    taken.append(match.span())
                    yield self._mention(service, "prose", match[0], around(match.start()), section)
        if "@" in text:
            for match in _MAIL.finditer(text):
                found = self.vocabulary.service_at(match[0])
                if found:
                    sentence = around(match.start())
                    yield self._mention(found.id, "address", match[0], sentence, section)

    def _mention(
        self,
        entry: str,
        form: str,
        words: str,
        sentence: str,
        section: int,
        *,
        in_reference: bool = False,
    ) -> Mention:
        return Mention(
            "services",
            entry,
            form,
            words[:SENTENCE],
            cut(sentence, SENTENCE),
            section,
            in_reference=in_reference,
            historical=bool(sentence and self.gone.search(sentence[:SENTENCE])),
        )


def _starting(line: str, starts: list[tuple[str, str, bool]]) -> str:
    folded = line[:_LONGEST].casefold()
    for word, entry, case in starts:
        if (line if case else folded).startswith(word):
            return entry
    return ""


def _in_contact(line: str, section: int, words: list[tuple[str, str]]) -> Iterator[Mention]:
    folded = line.casefold() if words else ""
    for word, entry in words:
        at = folded.find(word)
        if at >= 0:
            shown = whole_bracket(line, line, at, at + len(word))
            yield _placeholder(entry, shown, _around(line, at), section)
            return


def _placeholder(entry: str, words: str, sentence: str, section: int) -> Mention:
    shown = cut(sentence, SENTENCE)
    return Mention("placeholders", entry, "prose", words[:SENTENCE], shown, section)


def _around(line: str, position: int) -> str:
    """Return the part of a long line that a match stands in."""
    start = max(0, position - SENTENCE // 2)
    return line if len(line) <= SENTENCE else "…" * bool(start) + line[start : start + SENTENCE + 1]


def _hosts(services: Iterable[Service]) -> frozenset[str]:
    return frozenset(
        address.partition("/")[0].removeprefix("*.").removeprefix("www.").lower()
        for service in services
        for address in service.addresses
    )
