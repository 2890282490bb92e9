"""Find what is wrong with the pages of a catalogue, offline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import cphub.rules
import cphub.sources
from cphub.catalogue import Catalogue
from cphub.data import Vocabulary, VocabularyError, load_vocabulary
from cphub.data.toolhub import retired
from cphub.errors import SettingsError, UsageError
from cphub.model.findings import Context, Finding
from cphub.model.progress import Progress, Silent
from cphub.model.reports import Run
from cphub.registry import Plugin, discover
from cphub.settings import Settings, check_plugins
from cphub.settings.values import suggestion
from cphub.wikitext.reader import facts_version
from cphub.workflows._compare_sources import compare_sources
from cphub.workflows._fingerprints import fingerprints
from cphub.workflows._garbage import collecting_seldom
from cphub.workflows._resources import tie, tie_if_stale
from cphub.workflows._round import Found, Rule, look, relations
from cphub.workflows.analyse import Analysis, analyse
from cphub.workflows.clock import now
from cphub.workflows.index import index
from cphub.workflows.propose import propose, subjects_of


@dataclass(frozen=True, slots=True)
class AuditResult:
    """An audit's end: its run, the open findings of the rules that were run, what differs.

    `unchecked` lists (what, why) pairs of things that could not be checked.
    """

    run: Run
    findings: tuple[Finding, ...]
    new: int
    gone: int
    unchecked: tuple[tuple[str, str], ...] = ()


def audit(
    catalogue: Catalogue,
    settings: Settings,
    *,
    today: date,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    progress: Progress | None = None,
    clock: Callable[[], datetime] = now,
    rules: Mapping[str, Plugin] | None = None,
) -> AuditResult:
    """Read what is new, run the rules over every page that a source holds, keep the findings.

    Findings of rules that are not run stay as they are, and so do those of pages and rules
    that could not be checked. A rule that would say the same as last time, as nothing that its
    findings hang on has changed, is not asked again. What differs is saved in one transaction
    together with the run.

    Args:
        catalogue: opened for writing.
        settings: what cphub.toml says; the rules' settings are checked here.
        today: the day that the rules count from.
        select: rules to run, all if empty.
        ignore: rules not to run.
        progress: told of every page.
        clock: what the time is, for the run's start and end.
        rules: the rules that there are; those of `cphub.rules` if None.

    Raises:
        UsageError: there is no rule of that name, or none is left.
        SettingsError: a rule's setting is wrong.
        CatalogueError: the catalogue cannot be written.
    """
    rules = discover(cphub.rules) if rules is None else rules
    chosen = choose(rules, select, ignore)
    settings = check_plugins(settings, sources=discover(cphub.sources), rules=rules)
    vocabulary, subjects = vocabulary_of(settings), subjects_of(settings)
    progress = progress or Silent()
    started = clock()
    analysis = analyse(catalogue, vocabulary, noticed=started, progress=progress)
    index(catalogue, progress, lately=analysis.indexed)
    propose(catalogue, subjects, noticed=started, progress=progress)
    # What texts tell of redirects is news to what ties editions.
    (tie if analysis.read else tie_if_stale)(catalogue, started)
    if {"translations", "translation", "source_changes"} & relations(chosen.values()):
        compare_sources(catalogue, vocabulary, progress)
    context = Context(
        today=today,
        vocabulary=vocabulary,
        languages=settings.languages,
        retired=retired(catalogue.tools(), vocabulary),
    )
    asked = {
        name: (rule, partial(rule.function, **settings.rules.get(name, {})))
        for name, rule in chosen.items()
    }
    prints = fingerprints(chosen, settings, vocabulary, today)
    with _looked(catalogue, asked, prints, context, progress) as (found, standing):
        number = catalogue.start_run("audit", started)
        left_out = rules.keys() - chosen.keys()
        catalogue.save_rules(number, today, chosen, left_out)
        catalogue.save_findings(
            number,
            found.findings,
            rules=set(chosen) if left_out else None,
            standing=standing,
            unchecked=lambda *place: place in found.unchecked,
        )
        catalogue.settle()
        new, gone = catalogue.count_changes(number)
        if found.warnings:
            catalogue.add_warnings(number, found.warnings)
        findings = tuple(one for one in catalogue.open_findings() if one.rule in chosen)
        counts = _counts(analysis, found, findings) | {
            "rules": len(chosen),
            "new": new,
            "gone": gone,
        }
        catalogue.end_run(number, clock(), "done", counts)
    (run,) = [run for run in catalogue.runs("audit") if run.id == number]
    return AuditResult(run, findings, new, gone, tuple(sorted(found.told)))


@contextmanager
def _looked(
    catalogue: Catalogue,
    rules: Mapping[str, tuple[Plugin, Rule]],
    prints: Mapping[str, str],
    context: Context,
    progress: Progress,
) -> Iterator[tuple[Found, frozenset[str]]]:
    """Ask the rules that may say something new; hold the transaction in which that is saved.

    Yields what they said, and the rules whose findings stand. If another process changed what
    those hang on in the meantime, all are asked.
    """
    version = facts_version(context.vocabulary)
    for sparing in (True, False):
        inputs = catalogue.input_changes()
        standing = catalogue.unchanged_rules(prints) if sparing else frozenset()
        asked = {name: rule for name, rule in rules.items() if name not in standing}
        with collecting_seldom():
            found = look(catalogue, version, asked, context, progress)
        known = {name: print_ for name, print_ in prints.items() if name not in found.broken}
        with catalogue.write():
            if standing <= catalogue.unchanged_rules(prints):
                with catalogue.auditing(asked, known, inputs):
                    yield found, standing
                    if found.incoming is not None:
                        catalogue.save_incoming_links(version, inputs or 0, found.incoming)
                return


def vocabulary_of(settings: Settings) -> Vocabulary:
    """Return the shipped vocabulary with the hub's own entries.

    Raises:
        SettingsError: an entry in cphub.toml is not well formed.
    """
    try:
        return load_vocabulary(settings.vocabulary)
    except VocabularyError as error:
        raise SettingsError(f"{settings.path or 'cphub.toml'}: {error}") from error


def choose(
    rules: Mapping[str, Plugin], select: Collection[str], ignore: Collection[str]
) -> dict[str, Plugin]:
    """Return the rules in `select` (all if empty) that are not in `ignore`.

    Raises:
        UsageError: there is no rule of that name, or none is left.
    """
    wanted, unwanted = ({_name(name) for name in names} for names in (select, ignore))
    for name in sorted(wanted | unwanted):
        if name not in rules:
            raise UsageError(
                f'there is no rule "{name}"{suggestion(name, rules)}',
                "`cphub explain` lists them all",
            )
    chosen = {
        name: rule
        for name, rule in rules.items()
        if (not wanted or name in wanted) and name not in unwanted
    }
    if not chosen:
        raise UsageError("no rule is left to run", "ignore fewer or select more")
    return chosen


def _counts(analysis: Analysis, found: Found, findings: tuple[Finding, ...]) -> dict[str, int]:
    severities = Counter(finding.severity.value for finding in findings)
    return {
        "pages": found.pages,
        "read": analysis.read,
        "unparsed": found.unparsed,
        **{f"{name}s": severities[name] for name in ("error", "warning", "note")},
    }


def _name(text: str) -> str:
    return text.strip().lower().replace("_", "-")
