"""One round over the pages of a catalogue: every rule asked about every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cphub.catalogue import Catalogue, RunWarning
from cphub.catalogue.readings import Read
from cphub.model.facts import Facts, Section
from cphub.model.findings import Context, Fault, Finding, Subject, Unchecked
from cphub.model.pages import State, Wiki
from cphub.model.progress import Progress
from cphub.registry import Plugin
from cphub.workflows._relations import Surroundings, surroundings

NO_TEXT = Facts(sections=(Section(-1, 0, "", "", 0),), words=0)
TEMPLATES = 10
Rule = Callable[[Subject, Context], Iterator[Fault | Unchecked]]


@dataclass
class Found:
    """What the rules said of how many pages, and what could not be checked.

    `unchecked` has (rule, wiki, page id), `told` the same for people: (what, why). `broken`
    are the rules that broke on some page, or could not tell: they are asked again. `incoming`
    is how many pages link to each; None where no rule asked.
    """

    findings: list[Finding] = field(default_factory=list)
    pages: int = 0
    unparsed: int = 0
    unchecked: set[tuple[str, str, int]] = field(default_factory=set)
    warnings: list[RunWarning] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    incoming: Mapping[tuple[str, int], int] | None = None


def relations(rules: Iterable[Plugin]) -> set[str]:
    """Return the fields of `Relations` that rules ask for."""
    return {name for rule in rules for name in rule.attributes.get("relations", ())}


def look(
    catalogue: Catalogue,
    version: str,
    rules: Mapping[str, tuple[Plugin, Rule]],
    context: Context,
    progress: Progress,
) -> Found:
    """Ask every rule about every held page that is wikitext.

    Args:
        catalogue: only read.
        version: of the facts to look at.
        rules: plug-ins by name, each with its function with the settings filled in.
        context: the day, the vocabulary, the hub's languages.
        progress: told of every page.
    """
    wikis = catalogue.wikis()
    needed = relations(rule for rule, _ in rules.values())
    around = surroundings(catalogue, version, wikis, needed, context)
    names = {name: template_names(wiki, catalogue.titles(name)) for name, wiki in wikis.items()}
    by_state = {
        state: {
            name: (rule, function)
            for name, (rule, function) in rules.items()
            if state in rule.attributes.get("states", (State.CURRENT,))
        }
        for state in State
    }
    found = Found(incoming=around.incoming)
    progress.start("catalogue", None, "looking at pages")
    for read in catalogue.read_pages(version):
        page = read.page
        if page.content_model != "wikitext":
            continue
        found.pages += 1
        found.unparsed += page.state is State.UNPARSED
        progress.advance("catalogue", 1)
        asked = by_state[page.state]
        if page.state is State.CURRENT and read.packed is None:
            asked = {}
        if why := _unread(read):
            place = (page.wiki, page.page_id)
            found.unchecked |= {(name, *place) for name in rules if name not in asked}
            found.told.add((f"{page.wiki}: {page.title}", why))
        if not asked:
            continue
        subject = _subject(read, wikis[page.wiki], around, names[page.wiki])
        for rule, function in asked.values():
            _ask(found, rule, function, subject, context)
    return found


def _unread(read: Read) -> str:
    """Return why a page that should have a text cannot be judged by it, or ""."""
    if read.page.state is State.HIDDEN:
        return "its text is hidden"
    if read.page.state is State.UNPARSED:
        return f"its text could not be read ({read.why})"
    if read.page.state is State.CURRENT and read.packed is None:
        return "its text is not in the catalogue"
    return ""


def _subject(read: Read, wiki: Wiki, around: Surroundings, names: Mapping[str, str]) -> Subject:
    has_text = read.page.state in (State.CURRENT, State.REDIRECT)
    facts = (read.facts() if has_text else None) or NO_TEXT
    return Subject(read.page, facts, wiki, around.of(read.page, facts), names)


def _ask(found: Found, rule: Plugin, function: Rule, subject: Subject, context: Context) -> None:
    """Ask one rule about one page; a rule that breaks ends neither the audit nor in silence."""
    page = subject.page
    try:
        said = list(function(subject, context))
    except Exception as error:  # noqa: BLE001  # told as a warning of the run
        found.broken.add(rule.name)
        found.unchecked.add((rule.name, page.wiki, page.page_id))
        what = f"{page.wiki}: {page.title}"
        why = f"{rule.name} broke: {type(error).__name__}: {error}"[:300]
        found.warnings.append(RunWarning(page.wiki, "", "rule-broke", f"{what}: {why}"))
        found.told.add((what, why))
        return
    if not said:
        return
    keys: Counter[str] = Counter()
    for fault in said:
        if isinstance(fault, Unchecked):
            found.broken.add(rule.name)
            found.unchecked.add((rule.name, page.wiki, page.page_id))
            found.told.add((f"{page.wiki}: {page.title}", f"{rule.name}: {fault.why}"))
            continue
        keys[fault.key] += 1
        number = keys[fault.key]
        key = fault.key if number == 1 else f"{fault.key} ({number})"
        found.findings.append(_finding(rule, subject, fault, key))


def _finding(rule: Plugin, subject: Subject, fault: Fault, key: str) -> Finding:
    page = subject.page
    return Finding(
        rule=rule.name,
        axis=rule.attributes["axis"],
        severity=fault.severity,
        wiki=page.wiki,
        title=page.title,
        language=page.language,
        page_id=page.page_id,
        revision=page.revision,
        message=fault.message,
        evidence=fault.evidence,
        fix=fault.fix,
        url=subject.wiki.url(page.title),
        first_seen=page.first_seen,
        key=key,
    )


def template_names(wiki: Wiki, titles: Mapping[str, str | None]) -> dict[str, str]:
    """Return the redirects among template pages that the wiki told of, without their prefix."""
    prefixes = {
        name
        for space in wiki.namespaces
        if space.id == TEMPLATES
        for name in (space.name, space.canonical, *space.aliases)
    }
    named = {}
    for title, target in titles.items():
        if target:
            (space, _, name), (other, _, aim) = title.partition(":"), target.partition(":")
            if space in prefixes and other in prefixes:
                named[name] = aim
    return named
