"""Repeatable damage: samples with flipped bits, cuts, copies, splices and wrong lengths."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["Mutator"]

_T = TypeVar("_T")

_BYTES = (0, 1, 2, 0x0F, 0x10, 0x1F, 0x20, 0x7F, 0x80, 0x81, 0xBE, 0xC0, 0xDE, 0xF0, 0xFE, 0xFF)
_WORDS = (0, 1, 4, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xBEDE, 0xFFFE, 0xFFFF)
_LONGS = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x2112A442, 0x00100000)
_NOISE_BYTES = 80


class Mutator:
    """A random generator and the damage made with it.

    Args:
        seed: determines everything.
        tokens: byte strings the parser knows, inserted now and then.
    """

    def __init__(self, seed: int, tokens: Sequence[bytes] = ()) -> None:
        self.chance = random.Random(seed)
        self._random = self.chance.random
        self._tokens = tokens or (b"\x00",)
        self._moves: tuple[Callable[[bytearray], None], ...] = (
            self._flip,
            self._flip,
            self._set_byte,
            self._set_byte,
            self._set_word,
            self._set_long,
            self._lie,
            self._cut,
            self._grow,
            self._copy,
            self._remove,
            self._token,
        )

    def below(self, bound: int) -> int:
        """A number from 0 to `bound` - 1; 0 when there is none."""
        return int(self._random() * bound)

    def pick(self, choices: Sequence[_T]) -> _T:
        """One of `choices`."""
        return choices[int(self._random() * len(choices))]

    def mutate(self, corpus: Sequence[bytes]) -> bytes:
        """One sample of `corpus`, usually damaged once or more; now and then intact, or noise."""
        way = self._random()
        if way < 0.02:
            return self.chance.randbytes(self.below(_NOISE_BYTES))
        data = bytearray(self.pick(corpus))
        if way < 0.06:
            return bytes(data)
        if way < 0.16:
            other = self.pick(corpus)
            data[self.below(len(data) + 1) :] = other[self.below(len(other) + 1) :]
        while True:
            self.pick(self._moves)(data)
            if self._random() < 0.5:
                return bytes(data)

    def _flip(self, data: bytearray) -> None:
        if data:
            data[self.below(len(data))] ^= 1 << self.below(8)

    def _set_byte(self, data: bytearray) -> None:
        if data:
            data[self.below(len(data))] = self.pick(_BYTES)

    def _set_word(self, data: bytearray) -> None:
        self._put(data, self.pick(_WORDS), 2)

    def _set_long(self, data: bytearray) -> None:
        self._put(data, self.pick(_LONGS), 4)

    def _lie(self, data: bytearray) -> None:
        # A length close to the real one, in bytes or in words.
        length = len(data) >> (2 * self.below(2))
        self._put(data, max(0, length + self.below(9) - 4) & 0xFFFF, 2)

    def _put(self, data: bytearray, value: int, size: int) -> None:
        if len(data) >= size:
            at = self.below(len(data) - size + 1)
            data[at : at + size] = value.to_bytes(size, "big")

    def _cut(self, data: bytearray) -> None:
        del data[self.below(len(data) + 1) :]

    def _grow(self, data: bytearray) -> None:
        at = self.below(len(data) + 1)
        data[at:at] = self.chance.randbytes(1 + self.below(16))

    def _copy(self, data: bytearray) -> None:
        start = self.below(len(data))
        piece = data[start : start + 1 + self.below(24)]
        at = self.below(len(data) + 1)
        data[at:at] = piece * (1 + self.below(3))

    def _remove(self, data: bytearray) -> None:
        start = self.below(len(data))
        del data[start : start + 1 + self.below(12)]

    def _token(self, data: bytearray) -> None:
        at = self.below(len(data) + 1)
        data[at : at + self.below(2) * self.below(8)] = self.pick(self._tokens)
