"""Questions that ask other servers too (SERVICE): cut in parts here, never given to the engine. See decisions/0092."""

from kg.federation.federator import Federator
from kg.federation.services import asks_others

__all__ = ["Federator", "asks_others"]
