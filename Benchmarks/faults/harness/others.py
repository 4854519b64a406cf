"""Those whom the component asks answer nothing: another Site, and the Redis by which machines share a rate."""

import os
import sys
import time

from . import clients as asking
from . import site as sites
from .case import case, decision, expect
from .site import Program, Unexpected, until

NEIGHBOUR = """\
import http.server, time
class Ready(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200)
        self.send_header("X-Distrib-State", f"free; room=40; time={time.time():.0f}")
        self.send_header("Content-Length", "0")
        self.end_headers()
http.server.ThreadingHTTPServer(("127.0.0.78", 8078), Ready).serve_forever()
"""


@case(
    "site",
    "this Site is busy, and the free one to which it leads everybody is stopped in its tracks (SIGSTOP) for 5 s: it "
    "takes connections, and answers nothing",
    "requests wait for nothing; the other Site is soon known to be down, and nobody is led there straight any more; "
    "afterwards it is free again",
    # The file of the configuration is there, and says busy.
    """\
    busy: {{ any: [{{ file: {{ path: {folder}/distrib.yaml }} }}] }}
    peers: {{ interval: 500ms, timeout: 200ms, port: 8078 }}
""", asking.LEAVING)
def other_site(site, start, stack):
    # At the address that chicago.app.com has in the configuration.
    chicago = stack.enter_context(Program([sys.executable, "-c", NEIGHBOUR], os.path.join(site.folder, "chicago.log")))
    stack.enter_context(site.component())
    await_state(site, "free")
    start()
    seen = [decision(site, "/cart", "app.com")]
    sites.suspend(chicago)
    begun = time.monotonic()
    await_state(site, "down")
    took = time.monotonic() - begun
    seen.append(decision(site, "/cart", "app.com"))
    time.sleep(5)
    seen.append(decision(site, "/cart", "app.com"))
    sites.resume(chicago)
    await_state(site, "free")
    seen.append(decision(site, "/cart", "app.com"))
    expected = ["handover", "lockdown", "lockdown", "handover"]
    expect(seen == expected, f"the decisions {expected}, not {seen}")
    return f"down after {took:.1f} s; before it `handover`, then `lockdown`, and `handover` again once it was free"


def await_state(site, state):
    name = f'distrib_peer_state{{pool="app.com",site="chicago.app.com",state="{state}"}}'
    until(f"the other Site is {state}", lambda: site.metric(name) == 1)


# Sessions a second of the Site, and of one of its two machines while the rate is split.
RATE, EVEN = 40, 20

KEYS = """\
    admission:
      sessions: {{ rate: 40/s, burst: 8 }}
      shared: {{ machines: 2, redis: "unix:{folder}/redis.sock" }}
"""

# What each machine logs of an outage, and once it is over.
SPLIT, SHARED = "the rate is split: redis", "2 of 2 machines answer"


@case(
    "redis",
    "the Redis by which two machines share 40 sessions a second is stopped in its tracks (SIGSTOP), twice, then killed "
    "(kill -9) and started empty; all clients ask one of the two, 200 times a second",
    "requests wait for nothing; the rate is split meanwhile, so that this machine starts half of it, and shared again "
    "afterwards, so that it starts nearly all; each is logged once",
    KEYS, asking.STARTING)
def redis(site, start, stack):
    machines = (site, site.beside())
    server = stack.enter_context(redis_server(site))
    for machine in machines:
        stack.enter_context(machine.component())
    clients = start()
    until("the rate is shared", lambda: are_shared(machines))
    until("both machines log that", lambda: all(machine.said(SHARED) for machine in machines))
    before = {machine: (machine.said(SPLIT), machine.said(SHARED)) for machine in machines}
    shared, split, lengths = [pace(clients, RATE)], [], []

    def outage(fail, mend):
        fail()
        begun = time.monotonic()
        until("the rate is split", lambda: are_split(machines))
        split.append(pace(clients, EVEN))
        lengths.append(time.monotonic() - begun)
        mend()
        until("the rate is shared again", lambda: are_shared(machines))
        until("both machines log that", lambda: all(
            machine.said(SHARED) == before[machine][1] + len(split) for machine in machines))
        shared.append(pace(clients, RATE))

    for _ in range(2):
        outage(lambda: sites.suspend(server), lambda: sites.resume(server))
    outage(server.stop, lambda: stack.enter_context(redis_server(site)))
    for machine in machines:
        lines = machine.said(SPLIT) - before[machine][0], machine.said(SHARED) - before[machine][1]
        expect(lines == (3, 3), f"3 lines in the log about split and 3 about shared, not {lines[0]} and {lines[1]}")
    failures = site.metric('distrib_machines_failures_total{pool="app.com"}')
    return (
        f"Redis failed for {listed(lengths)} s, and gave no lease {failures:.0f} times; sessions a second: "
        f"{shared[0]:.1f} before; {listed(split)} meanwhile; "
        f"{listed(shared[1:])} afterwards; in each log 3 lines say split, and 3 shared")


def redis_server(site):
    """One that keeps nothing."""
    return Program(
        ["redis-server", "--port", "0", "--unixsocket", os.path.join(site.folder, "redis.sock"), "--save", "",
         "--dir", site.folder], os.path.join(site.folder, "redis.log"))


def part(machine):
    """Of the rate, which this machine may start now."""
    return machine.metric('distrib_machine_part{pool="app.com"}')


def are_shared(machines):
    """Whether nearly all of the rate goes to the first of them, which alone has clients."""
    return part(machines[0]) > 0.9 and all(
        machine.metric('distrib_machines_shared{pool="app.com"}') == 1 for machine in machines)


def are_split(machines):
    return all(part(machine) == 0.5 for machine in machines)


def pace(clients, expected, seconds=3):
    """Sessions a second in some seconds, which have to be about as many as are expected while requests go on. On a
    busy machine clients may be late: then they get four more chances."""
    for _ in range(5):
        begun, starts, asked = time.monotonic(), clients.count("start"), clients.asked
        time.sleep(seconds)
        took = time.monotonic() - begun
        starts, asked = (clients.count("start") - starts) / took, (clients.asked - asked) / took
        if abs(starts - expected) <= expected / 5 and asked > 100:
            return starts
    raise Unexpected(
        f"expected about {expected} sessions a second of over 100 requests, not {starts:.1f} of {asked:.0f}")


def listed(numbers):
    *others, last = (f"{number:.1f}" for number in numbers)
    return f"{', '.join(others)} and {last}"
