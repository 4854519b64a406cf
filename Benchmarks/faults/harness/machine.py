"""The machine fails: descriptors, disk, clock, resolver."""

import contextlib
import os
import socket
import subprocess
import time

from . import site as sites
from .case import case, decision, expect, marked, open_connections
from .site import until


@case(
    "descriptors", "no descriptor is left for 3 s: the process's limit is lowered to those in use; 20 peers connect",
    "connections that are open go on; new ones are closed at once, so that a web server fails open without delay, and that is logged; then all is as before")
def descriptors(site, start, stack):
    component = stack.enter_context(site.component())
    open_connections(site, component)
    start()
    pid = component.process.pid
    before = sites.limit_descriptors(pid, sites.descriptors(pid))
    closed = sum(is_closed(site) for _ in range(20))
    time.sleep(3)
    sites.limit_descriptors(pid, before)
    until("an answer to a new connection", site.answers)
    expect(closed == 20, f"20 closed, not {closed}")
    expect(site.said("descriptor") > 0, "a line in the log")
    return f"{closed} of 20 closed at once, {site.said('descriptor')} lines in the log; new connections answered again"


def is_closed(site):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(site.socket)
        try:
            return connection.recv(1) == b""
        except ConnectionResetError:
            return True
        except socket.timeout:
            return False


LINE = """\
    marker: {{ keys: [{{ id: k1, file: {folder}/k1.key }}] }}
    admission: {{ sessions: {{ rate: 5/s }} }}
    waiting: {{ keep: 5m, state: {folder}/full/app.com.line }}
"""


@case(
    "disk", "the file system of the log and of the line's state (a tmpfs of 256 KiB) is full for 4 s, with each decision logged",
    "requests are answered as before; lines of the log are missing and counted; the state is written again once there is room",
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
    begun = os.stat(state).st_mtime_ns
    time.sleep(4)
    expect(site.answers(), "an answer while the disk is full")
    os.remove(filler)
    until("the state is written again", lambda: os.stat(state).st_mtime_ns > begun)
    until("a line about those that are missing", lambda: site.said("lines") > 0)
    with open(site.log, encoding="utf-8", errors="replace") as log:
        notice = next(line for line in log if "lines" in line)
    return f"state written again; in the log: “{notice.split('] ')[-1].strip()}”"


@case(
    "clock", "the clock goes forward by an hour, and 3 s later back",
    "a marker from before is not fresh: its client is led through load balancing once more; nothing else changes")
def clock(site, start, stack):
    offset = site.write("offset", "+0\n")
    library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
    expect(os.path.exists(library), library)
    environment = {
        "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": offset, "FAKETIME_NO_CACHE": "1",
        # A machine's monotonic clock does not jump.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    # The library adds to the environment, which would hide the arguments from a Swift program: `env` takes that on.
    stack.enter_context(site.component(before=["env"], environment=environment))
    start()
    seen = []
    for text in ("+0\n", "+3600\n", "+0\n"):
        marker = marked(site)
        first = decision(site, marker)
        site.write("offset", text)
        time.sleep(3)
        seen.append((first, decision(site, marker)))
    expect(seen[1:] == [("start", "redistribution")] * 2, f"start, then redistribution; not {seen[1:]}")
    return "before each jump `start`, after it `redistribution`, with the same marker"


@case(
    "resolver", "the resolver of the machine answers nothing, at the start, while it runs and at a reload; a signal asks for a name",
    "the signal is unreadable and counts as free; start, requests and reload wait for nothing",
    """\
    busy: {{ any: [{{ http: {{ url: "http://backend.internal.example/ready", interval: 200ms, timeout: 100ms }} }}] }}
""")
def resolver(site, start, stack):
    silent = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    silent.bind(("127.0.0.77", 53))
    file = site.write("resolv.conf", "nameserver 127.0.0.77\n")
    # Only for the processes of this run, which has mounts of its own.
    subprocess.run(["mount", "--bind", file, os.path.realpath("/etc/resolv.conf")], check=True)
    stack.callback(subprocess.run, ["umount", "--lazy", os.path.realpath("/etc/resolv.conf")], check=True)
    begun = time.monotonic()
    component = stack.enter_context(site.component())
    took = time.monotonic() - begun
    start()
    until("a question to the resolver", lambda: silent.recv(512))
    time.sleep(2)
    sites.reload(component)
    until("the reload", lambda: site.said("configuration reloaded") > 0)
    failures = site.metric('distrib_signal_failures_total{pool="app.com",signal="http"}')
    expect(took < 5, f"a start within 5 s, not {took:.1f}")
    expect(site.metric('distrib_busy{pool="app.com",class="normal"}') == 0, "a Site that is free")
    return f"started in {took:.1f} s; the signal failed {failures:.0f} times; reloaded"
