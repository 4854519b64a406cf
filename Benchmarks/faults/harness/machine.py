"""The machine fails: descriptors, disk, whoever reads the log, clock, resolver."""

import collections
import contextlib
import glob
import os
import socket
import subprocess
import time

from . import site as sites
from .case import case, decision, expect, marked, open_connections
from .site import Program, until


@case(
    "descriptors",
    "no descriptor is left for 3 s: the process's limit is lowered to those in use; 20 peers connect and ask something",
    "connections that are open go on; new ones are closed at once, so that a web server fails open without delay, and "
    "that is logged; then all is as before")
def descriptors(site, start, stack):
    component = stack.enter_context(site.component())
    open_connections(site, component)
    start()
    pid = component.process.pid
    before = sites.limit_descriptors(pid, sites.descriptors(pid))
    begun = time.monotonic()
    seen = collections.Counter(what_becomes(stack, site) for _ in range(20))
    took = time.monotonic() - begun
    time.sleep(3)
    sites.limit_descriptors(pid, before)
    until("an answer to a new connection", site.answers)
    # Of the descriptors that were counted, one may have been about to be closed.
    expect(seen["closed"] >= 19 and not seen["left waiting"], f"20 connections closed, not {dict(seen)}")
    lines = site.said("no file descriptor is left")
    expect(lines > 0, "a line in the log")
    return (
        f"{seen['closed']} of 20 closed, all within {took * 1000:,.0f} ms, {lines} lines in the log; new connections "
        "answered afterwards")


def what_becomes(stack, site):
    """Of a connection that asks something, and is kept if it is answered, as a web server keeps it."""
    connection = stack.enter_context(socket.socket(socket.AF_UNIX))
    connection.settimeout(5)
    connection.connect(site.socket)
    try:
        connection.sendall(sites.request({"DISTRIB_ENDPOINT": "health"}, keep=True))
        return "answered" if connection.recv(1) else "closed"
    except (BrokenPipeError, ConnectionResetError):
        return "closed"
    except socket.timeout:
        return "left waiting"


LINE = """\
    marker: {{ keys: [{{ id: k1, file: {folder}/k1.key }}] }}
    admission: {{ sessions: {{ rate: 5/s }} }}
    waiting: {{ keep: 5m, state: {folder}/full/app.com.line }}
"""


@case(
    "disk",
    "the file system of the log and of the line's state (a tmpfs of 256 KiB) is full for 4 s, with each decision logged",
    "requests are answered as before; lines of the log are missing and counted; the state is written again once there "
    "is room",
    LINE)
def disk(site, start, stack):
    full = os.path.join(site.folder, "full")
    os.mkdir(full)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", full], check=True)
    stack.callback(subprocess.run, ["umount", "--lazy", full], check=True)
    subprocess.run([site.program, "key", os.path.join(site.folder, "k1.key")], check=True, stdout=subprocess.DEVNULL)
    site.log = os.path.join(full, "log")
    stack.enter_context(site.component("--log-decisions"))
    start()
    state = os.path.join(full, "app.com.line")
    until("the state", lambda: os.path.exists(state))
    filler = os.path.join(full, "filler")
    with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    time.sleep(4)
    expect(site.answers(), "an answer while the disk is full")
    age = time.time() - os.stat(state).st_mtime
    expect(age > 2, f"no state written while the disk is full, but there was one {age:.1f} s ago")
    os.remove(filler)
    until("the state is written again", lambda: time.time() - os.stat(state).st_mtime < 2)
    return f"state written again, after {age:.1f} s; in the log: {missing_lines(site)}"


def missing_lines(site):
    """What the log says about lines that are missing."""
    notice = "missing here: they could not be written in time"
    until("a line about those that are missing", lambda: site.said(notice) > 0)
    with open(site.log, encoding="utf-8", errors="replace") as log:
        line = next(line for line in log if notice in line)
    return f"“{line.split('] ')[-1].strip()}”"


@case(
    "log", "whoever reads the log, over a pipe, is stopped (SIGSTOP) for 3,000 requests, with each decision logged",
    "requests are answered as before; lines of the log are missing and counted")
def log(site, start, stack):
    pipe = os.path.join(site.folder, "pipe")
    os.mkfifo(pipe)
    reader = stack.enter_context(Program(["cat", pipe], site.log))
    # What the shell opens waits for the reader.
    stack.enter_context(site.component("--log-decisions", before=["sh", "-c", f'exec "$0" "$@" 2>"{pipe}"']))
    clients = start()
    asked = clients.asked
    sites.suspend(reader)
    until("3,000 requests", lambda: clients.asked >= asked + 3000, seconds=60)
    expect(site.answers(), "an answer while nobody reads the log")
    sites.resume(reader)
    return f"in the log, once it was read again: {missing_lines(site)}"


@case(
    "clock", "the clock goes forward by an hour, and 3 s later back",
    "a marker from before is not fresh: its client is led through load balancing once more; nothing else changes")
def clock(site, start, stack):
    offset = site.write("offset", "+0\n")
    libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    expect(libraries, "libfaketimeMT.so.1, of Debian's package libfaketime")
    environment = {
        "LD_PRELOAD": libraries[0], "FAKETIME_TIMESTAMP_FILE": offset, "FAKETIME_NO_CACHE": "1",
        # A machine's monotonic clock does not jump.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    # The library adds to the environment, which would hide the arguments from a Swift program: `env` takes that on.
    stack.enter_context(site.component(before=["env"], environment=environment))
    start()
    seen = []
    for text in ("+3600\n", "+0\n"):
        marker = marked(site)
        first = decision(site, marker)
        site.write("offset", text)
        time.sleep(3)
        seen.append((first, decision(site, marker)))
    expect(seen == [("start", "redistribution")] * 2, f"start, then redistribution, twice; not {seen}")
    return "before each jump `start`, after it `redistribution`, with the same marker"


@case(
    "resolver",
    "the resolver of the machine answers nothing, at the start, while it runs and at a reload; a signal asks for a name",
    "the signal is unreadable and counts as free; start, requests and reload wait for nothing",
    """\
    busy: {{ any: [{{ http: {{ url: "http://backend.internal.example/ready", interval: 200ms, timeout: 100ms }} }}] }}
""")
def resolver(site, start, stack):
    silent = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    silent.bind(("127.0.0.77", 53))
    silent.settimeout(20)
    file = site.write("resolv.conf", "nameserver 127.0.0.77\n")
    # Only for the processes of this run, which has mounts of its own.
    subprocess.run(["mount", "--bind", file, os.path.realpath("/etc/resolv.conf")], check=True)
    stack.callback(subprocess.run, ["umount", "--lazy", os.path.realpath("/etc/resolv.conf")], check=True)
    begun = time.monotonic()
    component = stack.enter_context(site.component())
    took = time.monotonic() - begun
    start()
    expect(silent.recv(512), "a question to the resolver")
    until("the signal fails", lambda: failures(site) >= 2)
    begun = time.monotonic()
    sites.reload(component)
    until("the reload", lambda: site.said("configuration reloaded") > 0)
    reloaded = time.monotonic() - begun
    until("the signal fails again", lambda: failures(site) >= 3)
    expect(took < 5, f"a start within 5 s, not {took:.1f}")
    expect(site.metric('distrib_busy{pool="app.com",class="normal"}') == 0, "a Site that is free")
    return f"started in {took:.1f} s; reloaded in {reloaded:.1f} s; the signal failed {failures(site):.0f} times"


def failures(site):
    return site.metric('distrib_signal_failures_total{pool="app.com",signal="http"}')
