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
    "slow", "200 peers send half a request, 50 a byte a second, 50 ask on and read nothing, for 12 s",
    "each is cut off after its limit (10 s for a request, 5 s for an answer); nobody else notices")
def slow(site, start, stack):
    stack.enter_context(site.component())
    start()
    whole = sites.request({"HTTP_HOST": "app.com", "REQUEST_URI": "/" + "a" * 4000}, keep=True)
    half = [connect(site, whole[:2000]) for _ in range(200)]
    drops = [connect(site, b"") for _ in range(50)]
    deaf = [connect(site, b"") for _ in range(50)]
    for number in range(12):
        for connection in drops:
            with contextlib.suppress(OSError):
                connection.sendall(whole[number:number + 1])
        for connection in deaf:
            connection.setblocking(False)
            with contextlib.suppress(OSError):
                while connection.send(whole):
                    pass
        time.sleep(1)
    ended = sum(map(is_ended, half + drops))
    for connection in half + drops + deaf:
        connection.close()
    expect(ended == 250, f"250 requests cut off, not {ended}")
    lost = site.metric("distrib_connections")
    return f"{ended} of 250 unfinished requests cut off; {int(lost)} connections left"


def connect(site, text):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(site.socket)
    connection.sendall(text)
    return connection


def is_ended(connection):
    connection.settimeout(2)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except OSError:
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
    "16,384 of them stay; 64 more are kept for health checks; the others are closed, which is logged; those that were open go on")
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
    time.sleep(5)
    log = site.said("connection")
    for part in parts:
        part.stdin.close()
    until("an answer to a new connection", site.answers)
    refused = site.metric('distrib_refused_total{reason="connection-limit"}')
    expect(opened == 20000 and refused > 3000, f"20,000 opened and over 3,000 refused, not {opened}, {refused:.0f}")
    return f"{opened:,} opened, {refused:,.0f} of them closed beyond the limit; {log} lines in the log"
