"""How long a start takes, and a reload."""

import os
import time

from . import fastcgi
from .configuration import TARGET
from .loads import LoadFailed
from .processes import Program, listening_socket


def measure(context, samples):
    """Modes `start` and `reload`."""
    for number in range(2 * context.rounds):
        context.say(f"start and reload {number + 1}")
        samples.add("start", "start", first_answer(context, context.row("1a")))
        samples.add("reload", "reload", reload(context))


def first_answer(context, subject):
    """Milliseconds from exec to the first whole answer, and the memory then. Its listening socket is
    there before the program is, so that nothing has to be tried again and again."""
    with Started(context, subject.command(0)) as started:
        answer = fastcgi.ask(started.address, subject.parameters, timeout=120)
        milliseconds = (time.monotonic() - started.begun) * 1000
        resident = started.program.resident_bytes()
    if not all(text.encode() in answer for text in subject.expected):
        raise LoadFailed(f"{subject.name}: not the answer that was expected: {answer!r}")
    return {"milliseconds": milliseconds, "resident": resident}


def reload(context):
    """Milliseconds from SIGHUP to the first answer by the new configuration; the longest that an
    answer took meanwhile; how many there were."""
    component = context.component
    text = component.read(component.files[False, False])
    file = component.write("reloaded", text)
    parameters = component.case("1a", False).parameters
    with Started(context, component.command(file, "boston.app.com")) as started:
        fastcgi.ask(started.address, parameters)
        component.write("reloaded", text + "    scheme: https\n")
        begun = now = time.monotonic()
        started.program.process.send_signal(1)
        longest, answers, answer = 0, 0, b""
        while b"Location: https://" not in answer:
            before = now
            answer = fastcgi.ask(started.address, parameters)
            now = time.monotonic()
            longest = max(longest, now - before)
            answers += 1
            if now - begun > 20:
                raise LoadFailed(f"not reloaded within 20 s; {TARGET} leads to {answer!r}")
    return {"milliseconds": (now - begun) * 1000, "longest": longest * 1000, "answers": answers}


class Started:
    """A program that was started this moment on a listening socket."""

    def __init__(self, context, command):
        self.address = os.path.join(context.directory, "start")
        with listening_socket(self.address) as listener:
            self.begun = time.monotonic()
            self.program = Program(command, os.path.join(context.directory, "start.log"), listener)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.stop()
        os.unlink(self.address)
