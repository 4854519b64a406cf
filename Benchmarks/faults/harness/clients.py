"""Clients that keep asking through nginx, at a bounded rate, and count what becomes of their requests."""

import http.client
import socket
import threading
import time


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("app.com", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Clients:
    """A few threads, each with one kept connection. What the component did not decide counts as lost."""

    def __init__(self, path, threads=4, rate=200):
        self.path = path
        self.pause = threads / rate
        self.decided = {}
        self.lost = []
        self.slowest = 0.0
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._ask_on, daemon=True) for _ in range(threads)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        while self.asked < 20:
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self._end.set()
        for thread in self._threads:
            thread.join(60)

    @property
    def asked(self):
        return sum(self.decided.values()) + len(self.lost)

    def _ask_on(self):
        connection = Connection(self.path)
        while not self._end.is_set():
            begun = time.monotonic()
            label, connection = self._ask(connection)
            took = time.monotonic() - begun
            with self._lock:
                self.slowest = max(self.slowest, took)
                if label in ("lockdown", "redistribution"):
                    self.decided[label] = self.decided.get(label, 0) + 1
                else:
                    self.lost.append(label)
            self._end.wait(max(0, self.pause - took))

    def _ask(self, connection):
        try:
            return ask(connection, "/cart"), connection
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return repr(error), Connection(self.path)


def ask(connection, target, host="app.com"):
    """What the component decided; else the status."""
    connection.request("GET", target, headers={"Host": host})
    answer = connection.getresponse()
    answer.read()
    return answer.headers.get("X-Distrib-Decision") or str(answer.status)
