"""Many texts in one run of bytes, each read when it is asked for: they may lie in a file that is mapped into memory."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
_NONE = -1  # the length of what is no text, which is not the same as an empty one


@dataclass(frozen=True, slots=True)
class Texts:
    """``blob`` is UTF-8; text i has ``lengths[i]`` bytes from ``starts[i]``."""

    blob: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, row: int) -> str | None:
        length = int(self.lengths[row])
        if length == _NONE:
            return None
        start = int(self.starts[row])
        return self.blob[start : start + length].tobytes().decode()

    def text(self, row: int) -> str:
        return self[row] or ""

    def ordered(self, order: Numbers) -> Texts:
        return Texts(self.blob, self.starts[order], self.lengths[order])


def tight(texts: Texts) -> Texts:
    """The same; in a run of their own where a quarter of the bytes are of no text."""
    used = int(np.maximum(texts.lengths, 0).sum())
    if 4 * (len(texts.blob) - used) <= len(texts.blob):
        return texts
    builder = TextsBuilder()
    for row in range(len(texts)):
        builder.add(texts[row])
    return builder.texts()


class TextsBuilder:
    """Texts one after the other."""

    def __init__(self) -> None:
        self._blob = bytearray()
        self._starts, self._lengths = array("q"), array("i")

    def add(self, text: str | None) -> None:
        content = b"" if text is None else text.encode()
        self._starts.append(len(self._blob))
        self._lengths.append(_NONE if text is None else len(content))
        self._blob += content

    def texts(self) -> Texts:
        blob = np.frombuffer(bytes(self._blob), np.uint8)
        return Texts(blob, np.array(self._starts, np.int64), np.array(self._lengths, np.int32))
