"""The command line: data on stdout, progress and problems on stderr, exit codes a script can rely on."""

from __future__ import annotations

from kg.cli.main import main

__all__ = ["main"]
