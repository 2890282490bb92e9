"""The options of every command that writes a report, declared once."""

from __future__ import annotations

import inspect
import pkgutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cphub import reports
from cphub.clean import clean
from cphub.cli.output import STDOUT
from cphub.cli.parameters import Output, Raw
from cphub.cli.tables import count
from cphub.cli.terminal import say
from cphub.errors import UsageError

if TYPE_CHECKING:
    from cphub.cli.writing import Chosen
    from cphub.registry import Plugin
    from cphub.settings import Settings

DEFAULT = "table"
TEMPLATE = "template"
# Their files' names, without loading them: a new format is listed as soon as it is there.
FORMATS = ", ".join(
    info.name for info in pkgutil.iter_modules(reports.__path__) if not info.name.startswith("_")
)

# Likewise; a test compares them with what the formats say.
OF_OVERVIEW = ("jsonld", "quickstatements")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What was typed for a report's form: the parameters of `rendering_options`.

    A command that takes a parameter of this type has all of its options.
    """

    format: str = ""
    output: Path | None = None
    sheet: str = ""
    raw: bool = False
    separator: str = ""
    bom: bool = False
    target: str = ""
    row_template: str | None = None
    template: Path | None = None
    ui_language: str = ""

    def chosen(self, settings: Settings, *, default: str = DEFAULT, of: str = "") -> Chosen:
        """Return the format that was asked for, with the options that were typed for it.

        Args:
            settings: where the catalogue is, and which wikis there are.
            default: the format where neither it nor a file's name was typed.
            of: the report, if it is one that some formats are for alone.

        Raises:
            UsageError: there is no such format, it has no such option, the file's name does
                not tell, there is no such wiki, or the template cannot be used.
        """
        from cphub.cli.writing import Chosen, prefixes_of  # noqa: PLC0415  # for reports only

        plugin = self._plugin(default)
        only = plugin.attributes.get("only", of)
        if only != of:
            raise UsageError(f"the format {plugin.name} is for `cphub report {only}` alone")
        asked: dict[str, Any] = {
            name: value
            for name in ("sheet", "raw", "separator", "bom", "row_template")
            if (value := getattr(self, name))
        }
        for name in (*asked, *(["prefixes"] if self.target else [])):
            if name not in plugin.settings:
                option = "for" if name == "prefixes" else name.replace("_", "-")
                raise UsageError(f"the format {plugin.name} has no --{option}")
        language = self.language(settings, plugin)
        labels = _labels(settings, language)
        if not (self.format or self.template) and self.output:
            also = plugin.attributes.get("also", {})
            asked = {**also.get(self.output.suffix.lower(), {}), **asked}
        if not self.target:
            return Chosen(plugin, self.output, asked, language=language, labels=labels)
        prefixes, limit = prefixes_of(settings, self.target)
        asked["prefixes"] = prefixes
        return Chosen(plugin, self.output, asked, limit, language, labels)

    def language(self, settings: Settings, plugin: Plugin | None = None) -> str:
        """Return the language that a report is to speak, "" for English.

        What was typed counts before `[report] language`, which formats of data leave aside.

        Raises:
            UsageError: reports do not speak it, or the format is for programs.
        """
        speaks = plugin.attributes.get("speaks", "always") if plugin else "always"
        if self.ui_language and speaks == "never" and plugin:
            raise UsageError(
                f"the format {plugin.name} is for programs and stays English",
                "leave out --ui-language",
            )
        asked = self.ui_language or (settings.report.language if speaks == "always" else "")
        if not asked:
            return ""
        from cphub.locale.catalogues import language_for  # noqa: PLC0415  # only where asked for

        return language_for(asked)

    def _plugin(self, default: str) -> Plugin:
        if self.template is None:
            return choose_format(self.format, self.output, default)
        if self.format:
            raise UsageError("--template and --format are two forms", "give one of them")
        from cphub.reports._template import template  # noqa: PLC0415  # only where there is one

        return template(self.template)


def rendering_options(  # each is an option
    *,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{FORMATS} (default: what FILE's name ends in, else table; "
            f"{' and '.join(OF_OVERVIEW)}: of `report overview` alone).",
        ),
    ] = "",
    output: Output = None,
    sheet: Annotated[
        str,
        typer.Option(
            "--sheet", metavar="TABLE", help="CSV of another table than the first; by its name."
        ),
    ] = "",
    raw: Raw = False,
    separator: Annotated[
        str,
        typer.Option(
            "--separator", metavar="SIGN", help="CSV parted by comma (default), semicolon or tab."
        ),
    ] = "",
    bom: Annotated[
        bool, typer.Option("--bom", help="CSV with a byte order mark, for Excel.")
    ] = False,
    target: Annotated[
        str,
        typer.Option(
            "--for", metavar="WIKI", help="Wikitext for this wiki: with its links to others."
        ),
    ] = "",
    row_template: Annotated[
        str | None,
        typer.Option(
            "--row-template", metavar="NAME", help="Wikitext that calls this template for each row."
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", metavar="FILE", help="Any text, by a jinja2 template of your own."
        ),
    ] = None,
    ui_language: Annotated[
        str,
        typer.Option(
            "--ui-language",
            metavar="CODE",
            help="Speak this language: en, fr or sv (default: the settings', else en).",
        ),
    ] = "",
) -> Rendering:
    """Gather the options; its parameters are what a command with a `Rendering` is given."""
    if row_template is not None and not row_template.strip():
        raise UsageError("--row-template names no template", "give the name of one")
    return Rendering(
        *(format_, output, sheet, raw, separator, bom, target, row_template),
        template=template,
        ui_language=ui_language,
    )


def _labels(settings: Settings, language: str) -> dict[str, str]:
    if not language:
        return {}
    from cphub.workflows.propose import labels_in  # noqa: PLC0415  # it loads SQLite

    return labels_in(settings, language)


OPTIONS = tuple(inspect.signature(rendering_options, eval_str=True).parameters.values())


def choose_format(name: str, output: Path | None, default: str = DEFAULT) -> Plugin:
    """Return the format called `name`, else the one that `output` ends in, else the default.

    Raises:
        UsageError: there is no such format, or the file's name does not tell.
    """
    from cphub.registry import discover  # noqa: PLC0415  # it loads the formats
    from cphub.settings.values import unknown  # noqa: PLC0415  # likewise

    known = discover(reports)
    if name:
        wanted = name.strip().lower()
        if wanted not in known:
            raise UsageError(unknown("format", name, known))
        return known[wanted]
    if output is None or output == STDOUT or not output.suffix:
        return known[default]
    by_suffix = {
        suffix: plugin
        for plugin in known.values()
        for suffix in (plugin.attributes["suffix"], *plugin.attributes.get("also", ()))
    }
    by_suffix[known[DEFAULT].attributes["suffix"]] = known[DEFAULT]
    try:
        return by_suffix[output.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"no format is written to {clean(output.suffix)} files",
            f"say which one with --format, or name the file so that it ends in one of "
            f"{', '.join(sorted(by_suffix))}",
        ) from None


def tell_unchecked(number: int) -> None:
    """Say how much could not be checked: no finding there means nothing."""
    if number:
        things = count(number, "thing")
        say(f"{things} could not be checked; the report says which under that heading.")
