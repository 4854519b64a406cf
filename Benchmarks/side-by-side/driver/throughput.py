"""All subjects under the same load, directly at their sockets, in interleaved rounds."""

import os
import tempfile

from .loads import Load, LoadFailed
from .subjects import ComponentSubject

KEPT = 64
FRESH = 16
COMPONENT = "distrib-fcgi, row 1a, unsigned"
SIGNED = "distrib-fcgi, row 1a, signed"
THREADS = "C, libfcgi, threads"
EVENTS = "C, libfcgi, epoll"


def measure(context, samples):
    """Modes: `kept`, `fresh`, `half`, and for some subjects `tcp`."""
    peers = context.peers
    decided = [context.row(row, signed)
               for signed in (False, True) for row in ("1a", "2a", "3a", "3e")]
    subjects = peers + decided
    rate = half_rate(context, next(peer for peer in peers if peer.name == THREADS))
    for number in range(context.rounds):
        # Nobody always comes after the same neighbour.
        for subject in subjects[number % len(subjects):] + subjects[:number % len(subjects)]:
            context.say(f"round {number + 1}: {subject.name}")
            try:
                measure_subject(context, samples, subject, rate)
            except (LoadFailed, TimeoutError) as error:
                context.fail(subject.name, str(error))


def half_rate(context, threads):
    """Half of what the threaded C program answers."""
    with Place(context, threads, KEPT) as place:
        numbers = place.load.run([place.program], "--connections", KEPT, "--seconds", context.seconds)
    return numbers["throughput"] / 2


def measure_subject(context, samples, subject, rate):
    seconds = ["--seconds", context.seconds]
    with Place(context, subject, KEPT) as place:
        place.load.run([place.program], "--connections", KEPT, "--seconds", context.seconds / 4)
        numbers = place.load.run([place.program], "--connections", KEPT, *seconds)
        numbers["resident"] = place.program.resident_bytes()
        samples.add(subject.name, "kept", numbers)
        if subject.name in (COMPONENT, SIGNED, THREADS, EVENTS):
            half = ["--connections", KEPT, "--rate", rate]
            samples.add(subject.name, "half", place.load.run([place.program], *half, *seconds))
    if isinstance(subject, ComponentSubject) and subject.name not in (COMPONENT, SIGNED):
        return
    with Place(context, subject, 0) as place:
        fresh = ["--connections", FRESH, "--fresh"]
        place.load.run([place.program], *fresh, "--seconds", context.seconds / 4)
        samples.add(subject.name, "fresh", place.load.run([place.program], *fresh, *seconds))
    if subject.name in (COMPONENT, THREADS, EVENTS):
        with Place(context, subject, KEPT, ("127.0.0.1", 0)) as place:
            numbers = place.load.run([place.program], "--connections", KEPT, *seconds)
            samples.add(subject.name, "tcp", numbers)


class Place:
    """A subject that runs, and the load that goes to it."""

    def __init__(self, context, subject, kept, address=None):
        self.directory = tempfile.mkdtemp(dir=context.directory)
        address = address or os.path.join(self.directory, "socket")
        self.program, self.address = subject.start(self.directory, address, kept)
        self.load = Load(self.directory, self.address, subject)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.stop()
