"""What an operator would use instead, and two constant answers by libfcgi."""

import os
import subprocess

from . import builds
from .configuration import PARAMETERS
from .processes import Program, until
from .subjects import CORES, Subject


class PHPSubject(Subject):
    """PHP-FPM opens its socket by itself."""

    def __init__(self):
        program = builds.program("php-fpm8.2", "php-fpm", "php-fpm8.3", "php-fpm8.4", package="php-fpm")
        super().__init__("PHP-FPM", "redirect; a process for each kept connection", None)
        self.program = program
        self.parameters = {**PARAMETERS, "SCRIPT_FILENAME": builds.subject("redirect.php")}

    def start(self, directory, address, kept):
        file = os.path.join(directory, "php-fpm.conf")
        with open(file, "w", encoding="utf-8") as configuration:
            configuration.write(
                f"[global]\nerror_log = {directory}/php-fpm.log\ndaemonize = no\n"
                f"[www]\nlisten = {address}\nlisten.backlog = 4096\npm = static\n"
                f"pm.max_children = {kept or CORES}\n"
                "user = root\ngroup = root\n")
        command = [self.program, "--nodaemonize", "--allow-to-run-as-root", "--fpm-config", file]
        program = Program(command, os.path.join(directory, "subject.log"))
        until(lambda: os.path.exists(address), "PHP-FPM's socket")
        return program, address


def c_threaded():
    path = builds.c_subject("threaded")
    return Subject(
        "C, libfcgi, threads", "constant answer; a thread for each kept connection",
        lambda kept: [path, str(kept or CORES)])


def c_events():
    path = builds.c_subject("events")
    return Subject(
        "C, libfcgi, epoll", f"constant answer; {CORES} threads", lambda _: [path, str(CORES)])


def go():
    path = builds.go_subject()
    return Subject("Go, net/http/fcgi", f"redirect; GOMAXPROCS {CORES}", lambda _: [path])


def perl():
    interpreter = builds.program("perl", package="libfcgi-perl")
    if subprocess.call([interpreter, "-MFCGI", "-e", "1"], stderr=subprocess.DEVNULL) != 0:
        raise builds.Missing("no FCGI module (Debian: libfcgi-perl)")
    return Subject(
        "Perl, FCGI", "redirect; a process for each kept connection",
        lambda kept: [interpreter, builds.subject("redirect.pl"), str(kept or CORES)])


def python():
    interpreter = builds.flup_interpreter()
    return Subject(
        "Python, flup", "redirect; a thread for each kept connection",
        lambda _: [interpreter, builds.subject("redirect.py")])


PEERS = {
    "C, libfcgi, threads": c_threaded,
    "C, libfcgi, epoll": c_events,
    "Go, net/http/fcgi": go,
    "PHP-FPM": PHPSubject,
    "Perl, FCGI": perl,
    "Python, flup": python,
}


def all_here():
    """Those that are here, and of the others the reasons by name."""
    found, missing = [], {}
    for name, make in PEERS.items():
        try:
            found.append(make())
        except builds.Missing as reason:
            missing[name] = str(reason)
    return found, missing
