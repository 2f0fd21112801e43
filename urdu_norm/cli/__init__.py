"""The command ``urdu-norm``: a filter, a checker and an explainer for files. See ``docs/cli.md``."""

from urdu_norm.cli.commands import main

__all__ = ["main"]
