"""Which functions of the component run: of each kind of request, from the start to its first answer."""

import os
import tempfile

from . import builds, fastcgi
from .configuration import Component
from .instructions import ROWS, profiled
from .loads import LoadFailed
from .subjects import ComponentSubject, DoorSubject, LineSubject

HEAD = """\
# The functions that run from the start to the first answers. The linker puts them side by side, because each page of
# a file that is touched brings those around it into memory. Names that the program does not have are passed over, and
# functions that are missing here cost memory only. Made by `make order`.
"""


def measure(context):
    """Their names, as the linker knows them."""
    component = Component(builds.without_debug_information(context.component.program),
                          tempfile.mkdtemp(dir=context.directory))
    found = set()
    for subject in subjects(component):
        context.say(f"looking at functions: {subject.name}")
        found |= functions(profiled(context, subject, first_answer(subject), "--demangle=no",
                                    "--compress-strings=no"), component.program)
    return found


def subjects(component):
    for signed in (False, True):
        for row in ROWS:
            yield ComponentSubject(component, row, signed)
    for indicated in (False, True):
        yield DoorSubject(component, indicated, f"row 3a, 3 classes{', indicator' * indicated}")
    yield LineSubject(component)


def first_answer(subject):
    def ask(address, _):
        answer = fastcgi.ask(address, subject.parameters, timeout=120)
        if not all(text.encode() in answer for text in subject.expected):
            raise LoadFailed(f"{subject.name}: not the answer that was expected: {answer!r}")
    return ask


def functions(profile, program):
    """In callgrind's format, `fn=` of a function stands below `ob=` of its file, with an address for a name
    where the file has none, and `'2` behind a name where it calls itself in a roundabout way."""
    found, file = set(), None
    for line in profile.splitlines():
        key, _, value = line.partition("=")
        if key == "ob":
            file = value.strip()
        elif key == "fn" and file == program and not value.startswith("0x"):
            found.add(value.strip().partition("'")[0])
    return found


def write(names, path):
    """By their names, which begin with their rooms', so that the next version of the file differs little."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(f"{name}\n" for name in sorted(names)))
    os.replace(path + ".new", path)
