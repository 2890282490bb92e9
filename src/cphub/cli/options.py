"""The options that every command has, declared once."""

from __future__ import annotations

import errno
import functools
import inspect
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cphub import __version__
from cphub.cli.boundary import guarded
from cphub.cli.rendering import OPTIONS, Rendering, rendering_options
from cphub.errors import Exit, SettingsError, UsageError

if TYPE_CHECKING:
    from cphub.settings import Settings


def _version(value: bool) -> None:  # noqa: FBT001  # how typer calls back
    if value:
        typer.echo(f"cphub {__version__}")
        raise typer.Exit


@dataclass(frozen=True, slots=True)
class Shared:
    """What was typed for the shared options."""

    config: Path | None = None
    catalog: Path | None = None
    verbose: bool = False

    def settings(self, *, required: bool = True) -> Settings:
        """Return the settings, checked against all plug-ins, `--catalog` taking precedence.

        Raises:
            SettingsError: there is no settings file, or something in it is wrong.
            UsageError: what stands where the catalogue should be is no file.
        """
        from cphub.settings.load import as_error  # noqa: PLC0415  # only commands need settings

        settings, problems = self.read_settings(required=required)
        if problems:
            raise as_error(settings, problems)
        check_vocabulary(settings)
        return replace(settings, catalog=a_file(self.catalog or settings.catalog))

    def read_settings(self, *, required: bool) -> tuple[Settings, list[str]]:
        """Return the settings as far as they can be read, and all that is wrong with them.

        Raises:
            SettingsError: there is no settings file, or it is no TOML.
        """
        from cphub import rules, sources  # noqa: PLC0415  # only commands need plug-ins
        from cphub.registry import discover  # noqa: PLC0415  # likewise
        from cphub.settings import fit_plugins, read_settings  # noqa: PLC0415  # likewise

        settings, problems = read_settings(self.config, required=required)
        # Loading what no table names would take a command like `find` a fifth of its time.
        settings, more = fit_plugins(
            settings,
            sources=discover(sources) if settings.sources else {},
            rules=discover(rules) if settings.rules else {},
        )
        return settings, problems + more


def a_file(catalog: Path) -> Path:
    """Return the catalogue's path, which may lead to nothing yet.

    Raises:
        UsageError: there is a folder, a pipe or a device, a link that leads to itself, or what
            nobody may look at.
    """
    hint = "--catalog names another"
    try:
        mode = catalog.stat().st_mode
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UsageError(f"{catalog} is a link that leads to itself", hint) from error
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            return catalog
        raise UsageError(f"{catalog} cannot be opened: {error.strerror}", hint) from error
    if stat.S_ISDIR(mode):
        raise UsageError(f"{catalog} is a folder, not a catalogue", hint)
    if not stat.S_ISREG(mode):
        raise UsageError(f"{catalog} is a device or a pipe, not a catalogue", hint)
    return catalog


def check_vocabulary(settings: Settings) -> None:
    """Make sure that the hub's own words can be laid over cphub's.

    Raises:
        SettingsError: they cannot.
    """
    own = (settings.topics, settings.audiences, settings.kinds, settings.levels)
    if not settings.vocabulary and not any(own):
        return
    # Only where there are any words of a hub's own.
    from cphub.data.loading import load_vocabulary  # noqa: PLC0415
    from cphub.data.subjects import load_subjects  # noqa: PLC0415

    try:
        load_vocabulary(settings.vocabulary)
        load_subjects(*own)
    except ValueError as error:
        raise SettingsError(
            f"{settings.path}: {error}", "docs/configuration.md says what may stand there"
        ) from error


def shared_options(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="PATH",
            help="The settings file (default: $CPHUB_CONFIG, else cphub.toml).",
        ),
    ] = None,
    catalog: Annotated[
        Path | None,
        typer.Option(
            "--catalog",
            metavar="PATH",
            help="The catalogue (default: $CPHUB_CATALOG, else what the settings file says, "
            "else catalog.db).",
        ),
    ] = None,
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show the traceback of an error.")
    ] = False,
    version: Annotated[  # noqa: ARG001  # its callback has done its work
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> Shared:
    """Gather the shared options; its parameters are what every command is given."""
    return Shared(config, catalog, verbose)


SHARED = tuple(inspect.signature(shared_options, eval_str=True).parameters.values())


def with_shared(function: Callable[..., int | None]) -> Callable[..., None]:
    """Give a command the shared options and the error boundary.

    The command takes a `Shared` first and returns its exit code, None for 0. An option
    typed before the command's name counts unless it is typed again after it. In place of a
    parameter that is a `Rendering` it has the options of one.
    """
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    renderings = [parameter.name for parameter in own if parameter.annotation is Rendering]

    @functools.wraps(function)
    def command(context: typer.Context, **values: Any) -> None:
        typed = {parameter.name: values.pop(parameter.name) for parameter in SHARED}
        shared = merge(context.obj or Shared(), shared_options(**typed))
        for name in renderings:
            values[name] = rendering_options(**{one.name: values.pop(one.name) for one in OPTIONS})
        code = guarded(lambda: function(shared, **values) or Exit.DONE, verbose=shared.verbose)
        raise typer.Exit(code)

    spread = (OPTIONS if parameter.name in renderings else (parameter,) for parameter in own)
    return signed(command, (*chain.from_iterable(spread), *SHARED))


def signed(
    function: Callable[..., None], parameters: Iterable[inspect.Parameter]
) -> Callable[..., None]:
    """Let typer see `function` as one that takes its context and `parameters`."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    context = inspect.Parameter("context", keyword, annotation=typer.Context)
    seen = [context, *(parameter.replace(kind=keyword) for parameter in parameters)]
    function.__signature__ = inspect.Signature(seen)  # type: ignore[attr-defined]  # typer reads it
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in seen}
    return function


def merge(before: Shared, after: Shared) -> Shared:
    """Return what counts of the options typed before and after a command's name."""
    return Shared(
        after.config or before.config,
        after.catalog or before.catalog,
        after.verbose or before.verbose,
    )
