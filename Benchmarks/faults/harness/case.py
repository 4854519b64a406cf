"""A fault is a function: it starts the component, then the clients (`start`), injects the fault under load, and says
what was seen, by numbers. It raises `Unexpected` where something else was seen than is expected. What is on the stack
ends after it, the clients first.

What comes is waited for (`until`). Sleeping is for how long a fault lasts, and how often it is repeated."""

import contextlib
import re
import threading
import traceback

from . import site as sites
from .clients import COMING, Clients, Connection, ask
from .site import Unexpected, until
from .table import Row

CASES = []


class Case:
    """One row of the table."""

    def __init__(self, name, injected, expected, keys, question, function):
        self.name, self.injected, self.expected = name, injected, expected
        self.keys, self.question, self.function = keys, question, function

    def run(self, program, folder):
        """Whatever goes wrong is a row of the table, so that the other ones come, too."""
        site = sites.Site(program, folder, self.keys.format(folder=folder))
        clients = Clients(site.web, self.question)
        try:
            with site, contextlib.ExitStack() as stack:
                seen = self.function(site, lambda: stack.enter_context(clients), stack)
        except Unexpected as error:
            return Row(self, clients, error=str(error))
        except Exception as error:  # pylint: disable=broad-except
            traceback.print_exc()
            return Row(self, clients, error=repr(error))
        return Row(self, clients, seen)


def case(name, injected, expected, keys="", question=COMING):
    """Adds a function to the cases. `keys` are the Pool's in the configuration."""
    def add(function):
        CASES.append(Case(name, injected, expected, keys, question, function))
        return function
    return add


def expect(is_so, what):
    if not is_so:
        raise Unexpected(f"expected {what}")


def open_connections(site, component, count=8):
    """Lets nginx open more connections than the clients need, and keep them: what is lost with new ones while none
    can be opened would depend on chance."""
    sites.suspend(component)
    asking = [threading.Thread(target=decision, args=(site, "/cart")) for _ in range(count)]
    for thread in asking:
        thread.start()
    until("a connection of nginx for each of them", lambda: site.connections() >= count)
    sites.resume(component)
    for thread in asking:
        thread.join()
    until("connections that are kept", lambda: site.metric("distrib_connections") > count)


def marked(site):
    """The target to which a client of the Pool Name is sent."""
    answer = site.ask({"HTTP_HOST": "app.com", "REQUEST_URI": "/cart", "REQUEST_METHOD": "GET"})
    found = re.search(r"^Location: http://boston\.app\.com(\S+)", answer, re.M)
    expect(found, f"a redirect to boston.app.com, not {answer!r}")
    return found[1]


def decision(site, target, host="boston.app.com"):
    connection = Connection(site.web)
    try:
        return ask(connection, target, host)
    finally:
        connection.close()
