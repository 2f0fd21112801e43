"""The errors of the command: one line each, naming the file and, where there is one, the line."""

from __future__ import annotations

from urdu_norm import UrduNormError

__all__ = ["InputError", "UsageError"]


class UsageError(UrduNormError):
    """A wrong option, configuration or combination of them; nothing was read yet."""


class InputError(UrduNormError):
    """A file that cannot be processed. ``line`` is 0 where no line can be named.

    >>> print(InputError("a.jsonl", "not valid JSON", 3))
    a.jsonl:3: not valid JSON
    """

    def __init__(self, name: str, message: str, line: int = 0) -> None:
        super().__init__(name, message, line)
        self.name = name
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return f"{self.name}:{self.line}: {self.message}" if self.line else f"{self.name}: {self.message}"
