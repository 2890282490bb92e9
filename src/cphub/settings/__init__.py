"""cphub.toml and the environment, read into frozen dataclasses.

`shape` holds the dataclasses, `load` reads the file, `plugins` checks what is written in it
against the plug-ins that there are, `values` turns TOML values into typed ones, `template`
is the file that `cphub init` writes.
"""

from cphub.settings.load import find_config, load_settings, read_settings
from cphub.settings.plugins import check_plugins, fit_plugins
from cphub.settings.shape import (
    PolitenessSettings,
    ReportSettings,
    Settings,
    SourceSettings,
    WikiSettings,
)

__all__ = [
    "PolitenessSettings",
    "ReportSettings",
    "Settings",
    "SourceSettings",
    "WikiSettings",
    "check_plugins",
    "find_config",
    "fit_plugins",
    "load_settings",
    "read_settings",
]
