"""Processes of the component end, stop, reload, and are replaced."""

import os
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
        victim = workers(group)[0]
        os.kill(victim, signal.SIGKILL)
        killed.add(victim)
        time.sleep(1)
    until("three processes again", lambda: len(set(workers(group)) - killed) == 3)
    return f"{len(killed)} processes killed, 3 run"


def workers(group):
    return sorted(pid for pid in group.members() if name(pid) == "distrib-fcgi")


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
    for number in range(12):
        site.write("distrib.yaml", good + ("siet: x\n" if number % 3 == 2 else f"# {number}\n"))
        sites.reload(component)
        time.sleep(1)
    succeeded = site.metric('distrib_reloads_total{result="success"}')
    failed = site.metric('distrib_reloads_total{result="failure"}')
    expect((succeeded, failed) == (8, 4), f"8 good and 4 bad reloads, not {succeeded:.0f} and {failed:.0f}")
    return f"{succeeded:.0f} reloads, {failed:.0f} refused"


@case(
    "pause", "the process is stopped in its tracks (SIGSTOP) for 2 s, twice",
    "requests wait, and are answered once it goes on")
def pause(site, start, stack):
    component = stack.enter_context(site.component())
    start()
    for _ in range(2):
        os.kill(component.process.pid, signal.SIGSTOP)
        time.sleep(2)
        os.kill(component.process.pid, signal.SIGCONT)
        time.sleep(1)
    return "requests of these moments were answered after them"


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
    "replace", "start.sh --replace under spawn-fcgi, four times: another process beside the first one, which takes over its socket's name",
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
