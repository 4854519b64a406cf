"""Runs of the load generators, with what the subject used meanwhile."""

import json
import os
import resource
import subprocess

from .builds import HERE
from .processes import machine_seconds, thread_seconds

WRK_SCRIPT = os.path.join(HERE, "load", "wrk.lua")


class LoadFailed(Exception):
    """A subject that does not answer as it should."""


class Load:
    """fcgi-load against one address, with one request."""

    generator = None

    def __init__(self, directory, address, subject):
        self.file = os.path.join(directory, "parameters")
        with open(self.file, "w", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in subject.parameters.items())
        where = f"unix:{address}" if isinstance(address, str) else "%s:%d" % address
        self.command = [Load.generator, "--connect", where, "--parameters", self.file]
        for text in subject.expected:
            self.command += ["--expect", text]

    def run(self, programs, *options):
        """Numbers of the run; throughput and latencies from the generator, `subject_microseconds` is
        the subject's processor time for each request, `busiest` the share of it that its busiest
        thread used, `others` the share of the machine that neither subject nor generator used."""
        watch = Watch(programs)
        result = subprocess.run([*self.command, *map(str, options)], capture_output=True, text=True)
        if result.returncode != 0:
            raise LoadFailed(result.stderr.strip() or result.stdout.strip())
        return watch.finish(json.loads(result.stdout))

    def holding(self, count):
        """Holds idle connections until `release`, and says how many of them were served once."""
        process = subprocess.Popen(
            [*self.command, "--idle", str(count)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return Held(process)


class Held:
    """Kept connections that wait idly."""

    def __init__(self, process):
        self.process = process
        line = process.stdout.readline()
        self.served = int(line) if line else 0

    def release(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Watch:
    """Processor time between two moments."""

    def __init__(self, programs):
        self.programs = programs
        self.pids = [pid for program in programs for pid in program.members()]
        self.before = self._used()
        self.machine, self.steal = machine_seconds()

    def _used(self):
        return {thread: seconds for pid in self.pids
                for thread, seconds in thread_seconds(pid).items()}

    def finish(self, numbers):
        # What a thread used that has ended since is not known any more.
        threads = [seconds - self.before.get(thread, 0) for thread, seconds in self._used().items()]
        used = sum(threads)
        machine, steal = machine_seconds()
        others = machine - self.machine - used - numbers["processor_seconds"]
        seconds = numbers["seconds"] * os.cpu_count()
        numbers["subject_microseconds"] = used / numbers["requests"] * 1e6
        numbers["busiest"] = max(threads) / used if used else 0
        numbers["others"] = max(0, others + steal - self.steal) / seconds
        return numbers


def run_wrk(wrk, port, target, fields, connections, seconds, programs):
    """HTTP requests through a web server."""
    command = [wrk, "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s",
               "--script", WRK_SCRIPT]
    for name, value in fields.items():
        command += ["--header", f"{name}: {value}"]
    watch = Watch(programs)
    before = children_seconds()
    result = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{target}"], capture_output=True, text=True)
    if result.returncode != 0:
        raise LoadFailed(result.stderr.strip())
    numbers = json.loads(result.stdout.splitlines()[-1])
    if numbers["errors"] > 0 or numbers["requests"] == 0:
        raise LoadFailed(result.stdout)
    numbers["throughput"] = numbers["requests"] / numbers["seconds"]
    numbers["processor_seconds"] = children_seconds() - before
    return watch.finish(numbers)


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
