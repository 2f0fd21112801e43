"""Blocks through the normalizer, in this process or in several, always in order.

The main process reads and writes, the workers compute. What travels are blocks of bytes; a worker that loses its main
process sees the pipe close and ends.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import Counter, deque
from collections.abc import Iterator
from multiprocessing import connection, get_context
from typing import Any, NamedTuple

from urdu_norm import Normalizer, Profile
from urdu_norm.cli.errors import InputError
from urdu_norm.cli.work import Done, Handler, Job, Want

__all__ = ["Failed", "Pool", "Task"]


class Task(NamedTuple):
    """One block with its handler, or (``handler is None``) only a place in the order that comes back as it is."""

    owner: Any
    handler: Handler | None = None
    job: Job | None = None


class Failed(NamedTuple):
    """A block that could not be processed."""

    message: str
    line: int


def _do(handler: Handler, job: Job, normalizer: Normalizer, want: Want) -> Done | Failed:
    if job.raw:
        return Done(None, (), Counter() if want.edits else None)
    try:
        return handler.work(job, normalizer, want)
    except InputError as error:
        return Failed(error.message, job.line + error.line - 1 if error.line else 0)


def _worker(pipe: connection.Connection, others: list[connection.Connection], profile: Profile, want: Want) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides what an interrupt means
    for other in others:
        other.close()  # or this worker would keep its siblings' pipes open for ever
    normalizer = Normalizer(profile)
    while True:
        try:
            handler, line, raw, facts = pipe.recv()
            data = pipe.recv_bytes()
            made = _do(handler, Job(data, line, raw, "", facts), normalizer, want)
            if isinstance(made, Done):
                pipe.send(made._replace(data=None if made.data is None else b""))
                if made.data is not None:
                    pipe.send_bytes(made.data)
            else:
                pipe.send(made)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


class Pool:
    """``jobs`` processes (1: this one). Use as a context manager; leaving it ends the workers."""

    def __init__(self, profile: Profile, want: Want, jobs: int) -> None:
        self._profile = profile
        self._want = want
        self._jobs = jobs
        self._pipes: list[connection.Connection] = []
        self._processes: list[Any] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        if self._processes:
            gc.unfreeze()

    def _start(self) -> None:
        context: Any = get_context("fork" if hasattr(os, "fork") else "spawn")
        Normalizer(self._profile)("کتابیں پڑھنے والا")  # the tables are loaded once and shared
        gc.freeze()  # or the collector of each worker would copy the pages that they share
        for _ in range(self._jobs):
            mine, theirs = context.Pipe()
            others = [*self._pipes, mine] if context.get_start_method() == "fork" else []
            process = context.Process(target=_worker, args=(theirs, others, self._profile, self._want), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(mine)
            self._processes.append(process)

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Done | Failed | None]]:
        """Yield every task with what came of it, in the order of ``tasks``."""
        if self._jobs > 1:
            yield from self._parallel(tasks)
            return
        normalizer = Normalizer(self._profile)
        for task in tasks:
            made = None
            if task.handler and task.job:
                made = _do(task.handler, task.job, normalizer, self._want)
            yield task, made

    def _parallel(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Done | Failed | None]]:
        """At most three blocks per worker are under way or waiting for an earlier one, so memory stays bounded."""
        waiting: deque[int] = deque()  # the numbers of tasks not yet yielded, in order
        known: dict[int, Task] = {}
        made: dict[int, Done | Failed | None] = {}
        busy: dict[connection.Connection, int] = {}
        number = 0
        more = True
        while more or waiting:
            while more and len(waiting) < 3 * self._jobs and (not self._pipes or len(busy) < self._jobs):
                task = next(tasks, None)
                if task is None:
                    more = False
                    break
                number += 1
                waiting.append(number)
                known[number] = task
                if task.handler is None or task.job is None:
                    made[number] = None
                    continue
                if not self._pipes:
                    self._start()
                pipe = next(one for one in self._pipes if one not in busy)
                busy[pipe] = number
                self._send(pipe, task.handler, task.job)
            if waiting and waiting[0] in made:
                first = waiting.popleft()
                yield known.pop(first), made.pop(first)
                continue
            if busy:
                for ready in connection.wait(list(busy)):
                    assert isinstance(ready, connection.Connection)
                    made[busy.pop(ready)] = self._receive(ready)

    def _send(self, pipe: connection.Connection, handler: Handler, job: Job) -> None:
        try:
            pipe.send((handler, job.line, job.raw, job.facts))
            pipe.send_bytes(job.data)
        except OSError:
            raise InputError("urdu-norm", "a worker process died") from None

    def _receive(self, pipe: connection.Connection) -> Done | Failed:
        try:
            made = pipe.recv()
            if isinstance(made, Done) and made.data is not None:
                return made._replace(data=pipe.recv_bytes())
        except (EOFError, OSError):
            raise InputError("urdu-norm", "a worker process died (out of memory?)") from None
        assert isinstance(made, Done | Failed)
        return made
