"""What it costs to hand a request to libfcgi, which only reads descriptors."""

import json
import os
import subprocess

from . import builds

SOURCE = os.path.join(builds.HERE, os.pardir, "library-input", "main.c")
BYTES = 600
COPY = "memory copies only"


def measure(context, samples):
    """Mode `input`: nanoseconds for each request, by way."""
    program = builds.compile_c("library-input", [SOURCE])
    for number in range(context.rounds):
        context.say(f"round {number + 1}: how a request gets to libfcgi")
        result = subprocess.run(
            [program, str(BYTES)], check=True, capture_output=True, text=True)
        for name, nanoseconds in json.loads(result.stdout).items():
            samples.add(name, "input", {"nanoseconds": nanoseconds})
