"""A fault is a function: it starts the component, then the clients (`start`), injects the fault under load, and says
what was seen. It raises where something else was seen than is expected. What is on the stack ends after it, the clients
first."""

import contextlib
import os
import signal
import threading
import time

from . import site as sites
from .clients import Clients, Connection, ask
from .site import until

CASES = []


class Case:
    """One row of the table."""

    def __init__(self, name, injected, expected, keys, function):
        self.name, self.injected, self.expected = name, injected, expected
        self.keys, self.function = keys, function

    def run(self, program, folder):
        """Returns what was seen, and the clients."""
        with sites.Site(program, folder, self.keys.format(folder=folder)) as site:
            clients = Clients(site.web)
            with contextlib.ExitStack() as stack:
                seen = self.function(site, lambda: stack.enter_context(clients), stack)
            return seen, clients


def case(name, injected, expected, keys=""):
    def add(function):
        CASES.append(Case(name, injected, expected, keys, function))
        return function
    return add


def expect(is_so, what):
    if not is_so:
        raise RuntimeError(f"expected {what}")


def open_connections(site, component, count=8):
    """Lets nginx open more connections than the clients need, and keep them: what is lost with new ones while none
    can be opened would depend on chance."""
    os.kill(component.process.pid, signal.SIGSTOP)
    asking = [threading.Thread(target=decision, args=(site, "/cart")) for _ in range(count)]
    for thread in asking:
        thread.start()
    time.sleep(0.5)
    os.kill(component.process.pid, signal.SIGCONT)
    for thread in asking:
        thread.join()
    until("connections", lambda: site.metric("distrib_connections") > count)


def marked(site):
    """The target to which a client of the Pool Name is sent."""
    answer = site.ask({"HTTP_HOST": "app.com", "REQUEST_URI": "/cart", "REQUEST_METHOD": "GET"})
    return answer.split("Location: http://boston.app.com", 1)[1].split("\r\n", 1)[0]


def decision(site, target):
    connection = Connection(site.web)
    try:
        return ask(connection, target, host="boston.app.com")
    finally:
        connection.close()
