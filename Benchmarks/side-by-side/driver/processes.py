"""Programs under measurement: each in a process group of its own that never outlives this one."""

import glob
import os
import shutil
import signal
import socket
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")


class Guard:
    """A child that, when its pipe closes, kills the process groups that are left and removes the
    directory: also where this process is killed itself."""

    def __init__(self, directory):
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(writing)
            try:
                Guard._watch(reading)
                shutil.rmtree(directory, ignore_errors=True)
            finally:
                os._exit(0)
        os.close(reading)
        os.set_inheritable(writing, False)
        self._pipe = os.fdopen(writing, "w", buffering=1)

    @staticmethod
    def _watch(reading):
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        groups = set()
        for line in os.fdopen(reading):
            group = int(line)
            if group > 0:
                groups.add(group)
            else:
                groups.discard(-group)
        for group in groups:
            kill_group(group)

    def add(self, group):
        self._pipe.write(f"{group}\n")

    def remove(self, group):
        self._pipe.write(f"-{group}\n")

    def close(self):
        self._pipe.close()
        os.waitpid(self.pid, 0)


class Program:
    """A running program, with what it started."""

    guard = None

    def __init__(self, command, log, listener=None, environment=None):
        self.log = log
        with open(log, "ab") as sink:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL if listener is None else listener,
                stdout=sink,
                stderr=sink,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        Program.guard.add(self.process.pid)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def end(self):
        """Lets it end by itself, for what it writes then."""
        self.process.terminate()
        self.process.wait(30)

    def stop(self):
        kill_group(self.process.pid)
        self.process.wait()
        Program.guard.remove(self.process.pid)

    def last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-5:]).strip()

    def members(self):
        """The process ids of the group."""
        found = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.getpgid(int(name)) == self.process.pid:
                    found.append(int(name))
            except ProcessLookupError:
                pass
        return found

    def resident_bytes(self):
        """Of a single process as ps(1) says, of several their proportional shares."""
        pids = self.members()
        field = "Rss:" if len(pids) == 1 else "Pss:"
        return sum(memory(pid, field) for pid in pids)


def kill_group(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def thread_seconds(pid):
    """Processor time by thread, to the nanosecond, which /proc/PID/stat is not."""
    found = {}
    for file in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        try:
            with open(file, encoding="utf-8") as text:
                found[file] = int(text.read().split()[0]) / 1e9
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def memory(pid, field):
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
            for line in file:
                if line.startswith(field):
                    return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def listening_socket(address, backlog=4096):
    """A socket for a program that is started with one as its descriptor 0."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(address)
    listener.listen(backlog)
    return listener


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, seconds=20):
    """Waits for a handshake."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.01)


def machine_seconds():
    """Processor time that anybody used, and that a hypervisor took away."""
    with open("/proc/stat", encoding="utf-8") as file:
        fields = [int(field) / TICK for field in file.readline().split()[1:]]
    user, nice, system, _idle, _wait, interrupt, soft, steal = fields[:8]
    return user + nice + system + interrupt + soft, steal
