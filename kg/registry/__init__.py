"""The actors we know: their names in languages, who they belong to, which offices they hold and when.

``ontology/entities/actors*.ttl`` is the source; ``load()`` gives the frozen Registry, whose ``find`` names the actors
of a text. States and their forces follow a rule (``states``) and need no entry of their own.
"""

from __future__ import annotations

from kg.registry.load import load
from kg.registry.match import Registry
from kg.registry.model import Entry, How, Label, Office, RegistryHit, Weight
from kg.registry.states import entry_of, force_entry, state

__all__ = [
    "Entry",
    "How",
    "Label",
    "Office",
    "Registry",
    "RegistryHit",
    "Weight",
    "entry_of",
    "force_entry",
    "load",
    "state",
]
