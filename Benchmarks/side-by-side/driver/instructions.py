"""User instructions for each request, counted by callgrind: the same on a busy machine as on an idle
one. What start-up takes cancels out: the difference of two runs of different lengths counts."""

import json
import os
import re
import tempfile

from . import builds, fastcgi, growth, many_rules
from .configuration import Component
from .loads import Load
from .processes import Program, listening_socket
from .subjects import ComponentSubject, DoorSubject, LineSubject, Subject

SHORT, LONG = 500, 2500
CONSTANT = "constant C"
ROWS = ("1a", "2a", "3a", "3e")
THRESHOLDS = os.path.join(builds.HERE, "instructions.json")


def measure(context):
    """Instructions by subject."""
    component = Component(builds.without_debug_information(context.component.program),
                          tempfile.mkdtemp(dir=context.directory))
    constant = builds.c_subject("threaded")
    counts = {CONSTANT: count(context, Subject(CONSTANT, "", lambda _: [constant, "1"]))}
    for signed in (False, True):
        for row in ROWS:
            subject = ComponentSubject(component, row, signed, workers=1)
            counts[f"row {row}, {'signed' if signed else 'unsigned'}"] = count(context, subject)
    for indicated in (False, True):
        name = f"row 3a, 3 classes, {'indicator' if indicated else 'unsigned'}"
        counts[name] = count(context, DoorSubject(component, indicated, name))
    counts["row 3g, signed"] = count(context, LineSubject(component))
    return counts


def measure_growth(context):
    """Instructions of half a case and of the whole one, by case."""
    component = Component(builds.without_debug_information(context.component.program),
                          tempfile.mkdtemp(dir=context.directory))
    return {name: [count(context, subject, growth.SHORT, growth.LONG) for subject in pair]
            for name, pair in growth.cases(component)}


def measure_many_rules(context):
    """Instructions of one rule and of many, by case."""
    component = Component(builds.without_debug_information(context.component.program),
                          tempfile.mkdtemp(dir=context.directory))
    return {name: [count(context, subject, many_rules.SHORT, many_rules.LONG) for subject in pair]
            for name, pair in many_rules.cases(component)}


def count(context, subject, short=SHORT, long=LONG):
    context.say(f"counting instructions: {subject.name}")
    fewer, more = (total(context, subject, requests) for requests in (short, long))
    return round((more - fewer) / (long - short))


def total(context, subject, requests):
    """Of a run with so many requests on one kept connection."""
    def work(address, program):
        # It starts slowly, being counted.
        fastcgi.ask(address, subject.parameters, timeout=120)
        Load(context.directory, address, subject).run([program], "--requests", requests)
    # Hashes that are seeded anew in each process would make start-up, too, take more or less.
    profile = profiled(context, subject, work, SWIFT_DETERMINISTIC_HASHING="1")
    return int(re.search(r"^summary: (\d+)", profile, re.MULTILINE)[1])


def profiled(context, subject, work, *options, **environment):
    """What callgrind writes of a run: from the start, through the work with its address and its program, to
    the end."""
    directory = tempfile.mkdtemp(dir=context.directory)
    profile = os.path.join(directory, "profile")
    with listening_socket(os.path.join(directory, "socket")) as listener:
        callgrind = [builds.program("valgrind", package="valgrind"), "--tool=callgrind",
                     f"--callgrind-out-file={profile}", *options]
        log = os.path.join(directory, "subject.log")
        with Program([*callgrind, *subject.command(1)], log, listener, environment) as program:
            work(listener.getsockname(), program)
            program.end()
    with open(profile, encoding="utf-8") as file:
        return file.read()


def compare(counts):
    """Prints the counts beside their thresholds; 1 where one is exceeded. Thresholds are multiples of
    what constant C takes in the same session, so that another C library moves both."""
    with open(THRESHOLDS, encoding="utf-8") as file:
        thresholds = json.load(file)
    print(f"{'':28} instructions  of constant C  threshold")
    exceeded = 0
    for name, number in counts.items():
        ratio, most = number / counts[CONSTANT], thresholds.get(name)
        verdict = "" if most is None or ratio <= most else "  EXCEEDED"
        exceeded += bool(verdict)
        print(f"{name:28} {number:12,} {ratio:14.3f} {most or '':>10}{verdict}")
    if exceeded:
        print(f"{exceeded} exceeded: make it cheaper, or say in the commit why it may cost more, and "
              f"change {os.path.relpath(THRESHOLDS)}.")
    return min(exceeded, 1)


def compare_growth(counts):
    """Prints the counts and how they grow; 1 where one grows faster than the input."""
    print(f"\n{'':28} half the size     the whole  growth, at most {growth.MOST}")
    exceeded = 0
    for name, (half, whole) in counts.items():
        ratio = whole / half
        exceeded += ratio > growth.MOST
        print(f"{name:28} {half:13,} {whole:13,} {ratio:7.2f}{'  EXCEEDED' * (ratio > growth.MOST)}")
    return min(exceeded, 1)


def compare_many_rules(counts):
    """Prints the counts and their ratio; 1 where many rules cost more than one may."""
    print(f"\n{'':30} one rule     {many_rules.COUNT:,}  ratio, at most {many_rules.MOST}")
    exceeded = 0
    for name, (one, many) in counts.items():
        ratio = many / one
        exceeded += ratio > many_rules.MOST
        verdict = "  EXCEEDED" * (ratio > many_rules.MOST)
        print(f"{name:30} {one:8,} {many:10,} {ratio:7.3f}{verdict}")
    return min(exceeded, 1)
