"""Those who connect do harm: slow ones, and many."""

import contextlib
import socket
import subprocess
import sys
import time

from . import site as sites
from .case import case, expect, open_connections
from .site import until


@case(
    "slow", "200 peers send half a request, 50 a byte a second, 50 ask on and read nothing, until they are cut off",
    "each is cut off after its limit (10 s for a request, 5 s for an answer); nobody else notices")
def slow(site, start, stack):
    stack.enter_context(site.component())
    start()
    whole = sites.request({"HTTP_HOST": "app.com", "REQUEST_URI": "/" + "a" * 4000}, keep=True)
    before = site.metric("distrib_connections")
    half = [connect(site, stack, whole[:2000]) for _ in range(200)]
    drops = [connect(site, stack) for _ in range(50)]
    deaf = [connect(site, stack) for _ in range(50)]
    rest = iter(whole)
    begun = time.monotonic()

    def are_cut_off():
        following = bytes([next(rest)])
        for connection in drops:
            with contextlib.suppress(OSError):
                connection.send(following)
        for connection in deaf:
            with contextlib.suppress(OSError):
                while connection.send(whole):
                    pass
        return site.metric("distrib_connections") < before + 20

    until("all of them are cut off", are_cut_off, pause=1, seconds=30)
    took = time.monotonic() - begun
    ended = sum(map(is_ended, half + drops))
    expect(ended == 250, f"250 unfinished requests cut off, not {ended}")
    deafness = site.said("answer not taken")
    expect(deafness > 0, "a line in the log about answers that nobody takes")
    return f"all 300 cut off after {took:.0f} s"


def connect(site, stack, text=b""):
    """A connection on which nothing is waited for."""
    connection = stack.enter_context(socket.socket(socket.AF_UNIX))
    connection.connect(site.socket)
    connection.sendall(text)
    connection.setblocking(False)
    return connection


def is_ended(connection):
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except BlockingIOError:
        return False


FLOOD = """\
import resource, socket, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
held = []
for _ in range(int(sys.argv[2])):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(sys.argv[1])
    held.append(connection)
print(len(held), flush=True)
sys.stdin.read()
"""


@case(
    "20000", "20,000 connections are opened at once, and held for 5 s",
    "16,384 of them stay; 64 more are kept for health checks; the others are closed, which is logged; those that were "
    "open go on")
def flood(site, start, stack):
    component = stack.enter_context(site.component())
    open_connections(site, component)
    start()
    parts = [
        stack.enter_context(subprocess.Popen(
            [sys.executable, "-c", FLOOD, site.socket, "5000"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        for _ in range(4)]
    opened = sum(int(part.stdout.readline() or 0) for part in parts)
    expect(opened == 20000, f"20,000 connections opened, not {opened}")
    until("an answer to a health check, while they are open", site.answers)
    time.sleep(5)
    refused = site.metric('distrib_refused_total{reason="connection-limit"}')
    held = site.metric("distrib_connections")
    lines = site.said("allowed connections are open")
    for part in parts:
        part.stdin.close()
    until("only the other connections are left", lambda: site.metric("distrib_connections") < 100)
    expect(16384 <= held <= 16448, f"16,384 connections that stay, not {held:,.0f}")
    expect(lines > 0, "a line in the log about connections that were refused")
    return (
        f"20,000 opened, {refused:,.0f} of them closed beyond the limit; {lines} lines in the log; health checks "
        "answered meanwhile")
