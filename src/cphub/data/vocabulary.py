"""The vocabulary that the reader and the rules ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from cphub.data.entries import (
    LanguageNote,
    PageWords,
    Placeholder,
    Service,
    TemplateEntry,
    TimeWords,
)
from cphub.data.matching import heading_key, spoken, template_key

ANY = "mul"
MOST_ANSWERS = 50_000

T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class Vocabulary:
    """Everything that is known of templates, services, placeholders, time and page words.

    `notes` tell by vocabulary (`templates`, `placeholders`) and language where the words are
    from. `digest` changes when any content does, the hub's own entries included.
    """

    templates: Mapping[str, TemplateEntry]
    services: Mapping[str, Service]
    placeholders: Mapping[str, Placeholder]
    time: Mapping[str, TimeWords]
    pages: Mapping[str, PageWords]
    notes: Mapping[str, Mapping[str, LanguageNote]]
    digest: str
    _answers: dict[tuple[str, str], TemplateEntry | None] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _roles: dict[tuple[str, str], str] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _names: Mapping[str, Mapping[str, str]] = field(init=False, repr=False, compare=False)
    _hosts: Mapping[str, tuple[tuple[str, str], ...]] = field(init=False, repr=False, compare=False)
    _service_templates: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _headings: Mapping[str, Mapping[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the indexes that the look-ups use."""
        object.__setattr__(self, "_names", _names(self.templates))
        object.__setattr__(self, "_hosts", _hosts(self.services))
        service_templates = {
            template_key(name): service.id
            for service in self.services.values()
            for name in service.templates
        }
        object.__setattr__(self, "_service_templates", service_templates)
        headings = {
            code: {heading_key(text): role for role, all_ in w.headings.items() for text in all_}
            for code, w in self.pages.items()
        }
        object.__setattr__(self, "_headings", headings)

    def __repr__(self) -> str:
        """Return a short name: all the words would fill screens."""
        return f"<Vocabulary {self.digest[:8]}>"

    def template(self, name: str, language: str) -> TemplateEntry | None:
        """Return the entry of the template called `name` on a wiki in `language`.

        The wiki's own language is asked first, then names that any wiki may use, then
        English, since many wikis keep English names. Names of other languages are never
        looked at: they may mean something else there. `name` comes without its namespace.
        """
        try:
            return self._answers[name, language]
        except KeyError:
            key = template_key(name)
            codes = (*spoken(language), ANY, "en")
            ids = (self._names.get(code, {}).get(key) for code in codes)
            found = next((self.templates[entry] for entry in ids if entry), None)
            return _remember(self._answers, (name, language), found)

    def service_at(self, url: str) -> Service | None:
        """Return the service that the address belongs to, the one with the longest path.

        `url` may have any scheme or none (`//host/path`, `host/path`, `mailto:a@b`). The very
        host is asked before those that take in all hosts below one.
        """
        host, path = _split(url)
        for candidate in _candidates(host):
            inside = [
                (len(prefix), service)
                for prefix, service in self._hosts.get(candidate, ())
                if _inside(path, prefix)
            ]
            if inside:
                return self.services[max(inside)[1]]
        return None

    def service_template(self, name: str) -> Service | None:
        """Return the service that the template called `name` stands for."""
        found = self._service_templates.get(template_key(name))
        return self.services[found] if found else None

    def service_names(self) -> Mapping[str, str]:
        """Return the service's id for every name that may be matched in prose."""
        return {name: service.id for service in self.services.values() for name in service.prose}

    def placeholder_words(self, entry: Placeholder, language: str) -> tuple[str, ...]:
        """Return `entry`'s words for text in `language`: its own, anyone's and English."""
        codes = dict.fromkeys((*spoken(language), ANY, "en"))
        return tuple(dict.fromkeys(word for code in codes for word in entry.words.get(code, ())))

    def time_words(self, language: str) -> TimeWords | None:
        """Return how `language` writes of time, None if it is not known."""
        return _first(self.time, language)

    def page_words(self, language: str) -> PageWords | None:
        """Return `language`'s words for parts and kinds of pages, None if not known."""
        return _first(self.pages, language)

    def heading(self, title: str, language: str) -> str:
        """Return what a section is by its heading (`see-also`, `references` …), else ""."""
        try:
            return self._roles[title, language]
        except KeyError:
            key = heading_key(title)
            codes = (*spoken(language), "en")
            roles = (self._headings.get(code, {}).get(key, "") for code in codes)
            return _remember(self._roles, (title, language), next(filter(None, roles), ""))


def _first(words: Mapping[str, T], language: str) -> T | None:
    return next((words[code] for code in spoken(language) if code in words), None)


def _candidates(host: str) -> Iterator[str]:
    yield host
    while host:
        yield f"*.{host}"
        host = host.partition(".")[2]


def _inside(path: str, prefix: str) -> bool:
    if not path.startswith(prefix):
        return False
    return prefix[-1:] in ("", "/", ":", "=") or path[len(prefix) :][:1] in ("", "/", "?", "#", "&")


def _remember(answers: dict[tuple[str, str], T], question: tuple[str, str], answer: T) -> T:
    """Keep an answer; names and headings come from pages, so what is kept is bounded."""
    if len(answers) >= MOST_ANSWERS:
        answers.clear()
    answers[question] = answer
    return answer


def _names(templates: Mapping[str, TemplateEntry]) -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for entry in templates.values():
        for code, of_language in entry.names.items():
            known = names.setdefault(code, {})
            for name in of_language:
                known[template_key(name)] = entry.id
    return names


def _hosts(services: Mapping[str, Service]) -> dict[str, tuple[tuple[str, str], ...]]:
    hosts: dict[str, tuple[tuple[str, str], ...]] = {}
    for service in services.values():
        for address in service.addresses:
            host, path = _split(address)
            hosts[host] = (*hosts.get(host, ()), (path, service.id))
    return hosts


def _split(url: str) -> tuple[str, str]:
    """Return an address's host, and the rest of it without the first slash."""
    text = url.strip()
    if "@" in text.partition("/")[0]:
        return text.removeprefix("mailto:").partition("?")[0].casefold(), ""
    if "//" not in text.partition("?")[0]:
        text = f"//{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as a broken IPv6 address: no host of ours
        return "", ""
    path = unquote(parts.path).removeprefix("/").replace(" ", "_")
    return host, f"{path}?{parts.query}" if parts.query else path
