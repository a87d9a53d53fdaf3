"""Copies of a whole store, made while it is served and written to, and put back. See docs/decisions/0141."""

from kg.backups.gather import gathered
from kg.backups.manifest import Manifest
from kg.backups.restore import restore
from kg.backups.write import write

__all__ = ["Manifest", "gathered", "restore", "write"]
