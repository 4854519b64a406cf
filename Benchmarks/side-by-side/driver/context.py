"""One session of measurements: options, the programs, what went wrong."""

import contextlib
import os
import resource
import signal
import sys
import tempfile

from . import builds
from .configuration import Component
from .loads import Load
from .processes import Guard, Program
from .subjects import ComponentSubject


class Context:
    """What every section needs."""

    def __init__(self, directory, component):
        self.directory = directory
        self.component = Component(component, directory)
        # What did not answer as it should, and why.
        self.failures = {}

    def row(self, row, signed=False):
        return ComponentSubject(self.component, row, signed)

    def say(self, text):
        print(text, file=sys.stderr, flush=True)

    def fail(self, subject, why):
        self.failures.setdefault(subject, why)
        self.say(f"    {subject} failed: {why}")


@contextlib.contextmanager
def session(component):
    """Ends what it started, however it ends itself."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(f"{sys.argv[0]}: stopped; nothing was written"))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    directory = tempfile.mkdtemp(prefix="distrib-bench.")
    Program.guard = Guard(directory)
    # The workers of a web server that root starts are somebody else.
    os.chmod(directory, 0o711)
    try:
        Load.generator = builds.load_generator()
        yield Context(directory, component)
    finally:
        Program.guard.close()
