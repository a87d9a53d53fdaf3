"""Which runs of words stand for a text in the index: those that winnowing picks (Schleimer, Wilkerson, Aiken 2003).

Of every ``WINDOW`` neighbouring runs the one with the smallest hash is kept, so two texts that share a passage of
``WINDOW`` runs have a fingerprint in common, wherever the passage stands; two in thirteen runs are kept on average.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

WINDOW = 12
_BYTES = 6  # of a hash: among a thousand million runs few meet by chance, and a candidate is compared anyway


def fingerprints(runs: Sequence[tuple[str, ...]]) -> frozenset[int]:
    hashes = [_hash(run) for run in runs]
    last = max(1, len(hashes) - WINDOW + 1)
    return frozenset(min(hashes[at : at + WINDOW]) for at in range(last)) if hashes else frozenset()


def _hash(run: tuple[str, ...]) -> int:
    digest = hashlib.blake2b(" ".join(run).encode("utf-8", "replace"), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "big")
