"""Kept connections that a web server opened one after another, beside those that it opened at once.

Workers that share a listening socket are woken in the same order each time: where each keeps what it
accepted, the first one gets all connections of a load that grows slowly, and the others stay idle."""

from .loads import LoadFailed
from .subjects import ComponentSubject
from .throughput import EVENTS, KEPT, Place

CONNECTIONS = KEPT
# None: as many as the component starts by itself.
WORKERS = (4, None)
MODES = ("at once", "slowly")


def workers(count):
    return "default workers" if count is None else f"{count} workers"


def name(count):
    return f"distrib-fcgi, row 1a, signed, {workers(count)}"


def measure(context, samples):
    """Modes `at once` and `slowly`, of the same running program."""
    decided = [ComponentSubject(context.component, "1a", True, count, name(count))
               for count in WORKERS]
    subjects = [peer for peer in context.peers if peer.name == EVENTS] + decided
    for number in range(context.rounds):
        for subject in subjects[number % len(subjects):] + subjects[:number % len(subjects)]:
            context.say(f"round {number + 1}: {subject.name}, opened at once and slowly")
            try:
                # Neither way of opening always comes first.
                measure_subject(context, samples, subject, MODES if number % 2 == 0 else MODES[::-1])
            except (LoadFailed, TimeoutError) as error:
                context.fail(subject.name, str(error))


def measure_subject(context, samples, subject, modes):
    load = ["--connections", CONNECTIONS, "--seconds"]
    with Place(context, subject, CONNECTIONS) as place:
        place.load.run([place.program], *load, context.seconds / 4)
        numbers = {}
        for mode in modes:
            slowly = ["--slowly"] if mode == "slowly" else []
            numbers[mode] = place.load.run([place.program], *load, context.seconds, *slowly)
    # Both or none, so that the rounds of one stand beside the rounds of the other.
    for mode in modes:
        samples.add(subject.name, mode, numbers[mode])
