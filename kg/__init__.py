"""A conflict-event knowledge graph: news articles in, traceable claims out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.client import Client

__all__ = ["Client", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """``from kg import Client`` loads the client only then: every command and worker imports this package."""
    if name == "Client":
        from kg.client import Client

        return Client
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
