"""HTTP: one blueprint a concern, assembled by ``create_app``; nothing here evaluates a query or opens the store."""

from kg.web.app import create_app

__all__ = ["create_app"]
