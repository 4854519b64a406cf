"""Clients that keep asking through nginx, at a bounded rate, and count what becomes of their requests."""

import collections
import dataclasses
import http.client
import socket
import threading
import time
import typing

from .site import Unexpected, until


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("app.com", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


@dataclasses.dataclass(frozen=True)
class Question:
    """What a client asks, and which decisions are answers to it."""

    host: str
    target: typing.Callable[[], str]
    decisions: frozenset


# A client of the Pool Name is led to this Site.
COMING = Question("app.com", lambda: "/cart", frozenset({"lockdown"}))
# Where this Site is busy, it may be led to another one.
LEAVING = Question("app.com", lambda: "/cart", frozenset({"lockdown", "handover"}))
# One that was led here starts a session, or is led on where no more of them may start.
STARTING = Question(
    "boston.app.com", lambda: f"/cart/Distrib={time.time():.0f}", frozenset({"start", "overflow"}))


class Clients:
    """A few threads, each with one kept connection. Whatever is no answer to their question counts as lost."""

    def __init__(self, path, question=COMING, threads=4, rate=200):
        self.path, self.question = path, question
        self.pause = threads / rate
        self.slowest = 0.0
        self._seen = collections.Counter()
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._ask_on, daemon=True) for _ in range(threads)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        try:
            until("the first answers to clients", lambda: self.asked >= 20)
        except Unexpected:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        """Waits for the answers that are still to come; each has the time limit of a connection."""
        self._end.set()
        for thread in self._threads:
            thread.join()

    @property
    def asked(self):
        with self._lock:
            return self._seen.total()

    def count(self, decision):
        with self._lock:
            return self._seen[decision]

    @property
    def lost(self):
        """How often each thing was seen that is no answer."""
        with self._lock:
            return {seen: count for seen, count in self._seen.items() if seen not in self.question.decisions}

    def _ask_on(self):
        connection = Connection(self.path)
        while not self._end.is_set():
            begun = time.monotonic()
            try:
                seen = ask(connection, self.question.target(), self.question.host)
            except (OSError, http.client.HTTPException) as error:
                seen = repr(error)
                connection.close()
            took = time.monotonic() - begun
            with self._lock:
                self.slowest = max(self.slowest, took)
                self._seen[seen] += 1
            self._end.wait(max(0, self.pause - took))
        connection.close()


def ask(connection, target, host):
    """What the component decided; else the status."""
    connection.request("GET", target, headers={"Host": host})
    answer = connection.getresponse()
    answer.read()
    return answer.headers.get("X-Distrib-Decision") or str(answer.status)
