"""Processes of the component end, stop, reload, and are replaced."""

import os
import re
import signal
import subprocess
import time

from . import site as sites
from .case import case, expect
from .site import Program, until


@case(
    "kill", "kill -9 of one of three processes (multiwatch), once a second for 6 s",
    "the others go on, multiwatch starts another one; nginx asks once more what it had sent to the one that is gone")
def kill(site, start, stack):
    held = stack.enter_context(site.listening())
    command = ["multiwatch", "-f", "3", "-r", "100", "--", *site.command]
    group = stack.enter_context(Program(command, site.log, listener=held))
    until("three processes", lambda: len(workers(group)) == 3, group)
    until("the component", site.answers)
    start()
    killed = set()
    for _ in range(6):
        victim = min(workers(group))
        os.kill(victim, signal.SIGKILL)
        killed.add(victim)
        until("three processes again", lambda: len(workers(group) - killed) == 3, group)
        time.sleep(1)
    return f"{len(killed)} processes killed, {len(workers(group) - killed)} run"


def workers(group):
    return {pid for pid in group.members() if name(pid) == "distrib-fcgi"}


def name(pid):
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return ""


@case(
    "reload", "a reload once a second for 12 s, each third one of a file with a mistake",
    "each good file is in force from the next request on; a bad one is logged and changes nothing")
def reloading(site, start, stack):
    component = stack.enter_context(site.component())
    start()
    with open(site.file, encoding="utf-8") as file:
        good = file.read()
    status = 302
    for number in range(1, 13):
        is_good = number % 3 != 0
        if is_good:
            status = 303 if status == 302 else 302
        site.write("distrib.yaml", good + (f"    redirect: {{ status: {status} }}\n" if is_good else "siet: x\n"))
        sites.reload(component)
        until(f"reload {number}", lambda: sum(reloads(site)) == number)
        expect(redirect_status(site) == status, f"status {status} after reload {number}, not {redirect_status(site)}")
        time.sleep(1)
    succeeded, failed = reloads(site)
    expect((succeeded, failed) == (8, 4), f"8 good and 4 bad reloads, not {succeeded:.0f} and {failed:.0f}")
    return f"{succeeded:.0f} reloads, each seen in the next answer; {failed:.0f} refused"


def reloads(site):
    """How many succeeded, and how many failed."""
    return [site.metric(f'distrib_reloads_total{{result="{result}"}}') for result in ("success", "failure")]


def redirect_status(site):
    answer = site.ask({"HTTP_HOST": "app.com", "REQUEST_URI": "/cart", "REQUEST_METHOD": "GET"})
    found = re.search(r"^Status: (\d+)", answer, re.M)
    # A Location alone stands for 302.
    return int(found[1]) if found else 302


@case(
    "pause", "the process is stopped in its tracks (SIGSTOP) for 2 s, twice",
    "requests wait, and are answered once it goes on")
def pause(site, start, stack):
    component = stack.enter_context(site.component())
    clients = start()
    for _ in range(2):
        sites.suspend(component)
        time.sleep(2)
        stopped = clients.asked
        sites.resume(component)
        until("answers again", lambda: clients.asked >= stopped + 100)
    expect(clients.slowest > 1.5, f"requests that waited for 2 s; the slowest took {clients.slowest:.1f} s")
    return f"answered as soon as it went on: {clients.asked:,} requests until then"


@case(
    "restart", "another process of the program takes over a socket that is held, as systemd does it, four times",
    "requests wait in the socket while there is no process")
def restart(site, start, stack):
    held = stack.enter_context(site.listening())
    clients = None
    for number in range(5):
        with Program(site.command, site.log, listener=held) as program:
            until("the component", site.answers, program)
            clients = clients or start()
            time.sleep(1)
            if number == 4:
                # The last process answers until nobody asks any more.
                clients.end()
            program.end()
    ended = site.said("stopped: every accepted request was answered")
    expect(ended == 5, f"5 processes that answered all, not {ended}")
    return f"{ended} processes, each answered all that it had accepted"


@case(
    "replace",
    "start.sh --replace under spawn-fcgi, four times: another process beside the first one, which takes over its "
    "socket's name",
    "whoever connected before is answered by the first one")
def replace(site, start, stack):
    script = os.path.join(sites.EXAMPLES, "spawn-fcgi", "start.sh")
    environment = {
        **os.environ, "DISTRIB_PROGRAM": site.program, "DISTRIB_RUN": site.folder, "DISTRIB_USER": "root",
        "WEB_GROUP": "www-data",
    }
    site.log = os.path.join(site.folder, "distrib-fcgi.log")
    pids = []

    def begin(*arguments):
        subprocess.run(
            [script, *arguments, "boston.app.com", site.file], env=environment, check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        with open(os.path.join(site.folder, "distrib-fcgi.pid"), encoding="utf-8") as file:
            pids.append(int(file.read()))

    begin()
    stack.callback(lambda: os.kill(pids[-1], signal.SIGTERM))
    until("the component", site.answers)
    start()
    for _ in range(4):
        time.sleep(1)
        begin("--replace")
    time.sleep(1)
    ended = site.said("stopped: every accepted request was answered")
    expect(len(set(pids)) == 5 and ended == 4, f"5 processes of which 4 ended well, not {ended}")
    return f"{len(pids)} processes one after the other; 4 ended, and had answered all"
