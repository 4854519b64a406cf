"""What idle kept connections cost."""

from .loads import LoadFailed
from .throughput import COMPONENT, EVENTS, KEPT, Place

CONNECTIONS = 10_000


def measure(context, samples):
    """Modes `alone` and `idle`: a load without and with idle connections; `new`: new connections
    among them, one after the other."""
    for number in range(context.rounds):
        for subject in [*context.peers, context.row("1a")]:
            if subject.name not in (COMPONENT, EVENTS):
                continue
            context.say(f"round {number + 1}: {subject.name}, {CONNECTIONS:,} idle connections")
            with Place(context, subject, KEPT) as place:
                measure_beside(context, samples, place, subject.name)


def measure_beside(context, samples, place, name):
    load = ["--connections", KEPT, "--seconds", context.seconds]
    place.load.run([place.program], *load)
    samples.add(name, "alone", place.load.run([place.program], *load))
    held = place.load.holding(CONNECTIONS)
    try:
        if held.served < CONNECTIONS:
            raise LoadFailed(f"{held.served} of {CONNECTIONS} kept connections were served")
        numbers = place.load.run([place.program], *load)
        numbers["resident"] = place.program.resident_bytes()
        samples.add(name, "idle", numbers)
        samples.add(name, "new", place.load.run([place.program], "--fresh", "--requests", 200))
    finally:
        held.release()
