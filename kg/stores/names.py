"""The names under which snapshots are kept; see kg.stores.kept."""

from __future__ import annotations

from kg.stores.layout import Layout


def kept_names(layout: Layout) -> dict[str, str]:
    """Name -> id of a snapshot."""
    if not layout.kept.is_dir():
        return {}
    return {link.name: link.readlink().name for link in layout.kept.iterdir() if link.is_symlink()}
