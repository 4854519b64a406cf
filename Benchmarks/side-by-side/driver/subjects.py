"""The FastCGI subjects: how each is started, and with how many workers."""

import os

from .configuration import ANY_REDIRECT, PARAMETERS
from .processes import Program, listening_socket

CORES = os.cpu_count()


class Subject:
    """Something that answers FastCGI on a listening socket that is its descriptor 0."""

    parameters = PARAMETERS

    expected = ANY_REDIRECT

    def __init__(self, name, about, command):
        """`command` takes how many connections are kept, 0 where none is, and returns the words."""
        self.name = name
        self.about = about
        self.command = command

    def start(self, directory, address, kept):
        """The running program, and where it listens."""
        log = os.path.join(directory, "subject.log")
        with listening_socket(address) as listener:
            program = Program(self.command(kept), log, listener, {"GOMAXPROCS": str(CORES)})
            return program, listener.getsockname()


class DoorSubject(Subject):
    """The component with a door of three classes, for row 3a."""

    def __init__(self, component, indicated, name):
        case, file = component.door(indicated)
        super().__init__(name, "one worker", lambda kept: component.command(file, workers=1))
        self.parameters = case.parameters
        self.expected = case.expected


class LineSubject(Subject):
    """The component with a line, for row 3g: somebody who waits asks again."""

    def __init__(self, component):
        case, file = component.line()
        super().__init__("row 3g, signed", "one worker",
                         lambda kept: component.command(file, workers=1))
        self.parameters = case.parameters
        self.expected = case.expected


class ComponentSubject(Subject):
    """The component, for one row of the decision table."""

    def __init__(self, component, row, signed, workers=CORES, name=None):
        case = component.case(row, signed)
        file = component.files[signed, case.busy]
        words = "signed" if signed else "unsigned"
        super().__init__(
            name or f"distrib-fcgi, row {row}, {words}",
            f"full decision; {workers} workers",
            lambda kept: component.command(file, workers=workers))
        self.parameters = case.parameters
        self.expected = case.expected
