"""One Site: nginx, which here does not fail open, and the component behind it."""

import contextlib
import copy
import os
import re
import resource
import signal
import socket
import sys
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "side-by-side"))

from driver.processes import Program  # noqa: E402  the programs of a measurement end with it

EXAMPLES = os.path.abspath(os.path.join(HERE, "..", "..", "conf-examples"))

CONFIGURATION = """\
pools:
  - pool: app.com
    sites:
      - {{ site: boston.app.com, addresses: [127.0.0.77] }}
      - {{ site: chicago.app.com, addresses: [127.0.0.78] }}
{keys}"""

NGINX = """\
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
worker_processes 1;
worker_rlimit_nofile 4096;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 10000000;
    # As in the examples, but for two things: nothing takes the component's place while it is down, so that every
    # request that it does not answer is seen; and more patience, because the machine may be busy.
    upstream distrib {{
        server unix:{folder}/distrib.sock;
        keepalive 16;
        keepalive_requests 10000000;
    }}
    server {{
        listen unix:{folder}/web.sock backlog=1024;
        location / {{
            fastcgi_pass distrib;
            fastcgi_keep_conn on;
            fastcgi_connect_timeout 5s;
            fastcgi_read_timeout 15s;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param REQUEST_URI $request_uri;
            fastcgi_param REMOTE_ADDR 192.0.2.1;
        }}
        location @app {{
            add_header X-Distrib-Decision $upstream_http_x_distrib_decision;
            return 200;
        }}
    }}
}}
"""


class Unexpected(Exception):
    """What was not as expected, in words."""


class Site:
    """The folder of a Site, nginx in it, and how the component is started there."""

    def __init__(self, program, folder, keys=""):
        self.program = program
        self.folder = folder
        self.socket = os.path.join(folder, "distrib.sock")
        self.web = os.path.join(folder, "web.sock")
        self.file = self.write("distrib.yaml", CONFIGURATION.format(keys=keys))
        self.log = os.path.join(folder, "distrib.log")
        self.write("nginx.conf", NGINX.format(folder=folder))
        self.nginx = None

    def __enter__(self):
        self.nginx = Program(
            ["nginx", "-c", os.path.join(self.folder, "nginx.conf")], os.path.join(self.folder, "web.log"))
        try:
            until("nginx", lambda: os.path.exists(self.web), self.nginx)
        except Unexpected:
            self.nginx.stop()
            raise
        return self

    def __exit__(self, *_):
        self.nginx.stop()

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def beside(self):
        """Another machine of the same Site, to which nginx sends nobody."""
        other = copy.copy(self)
        other.socket = os.path.join(self.folder, "beside.sock")
        other.log = os.path.join(self.folder, "beside.log")
        return other

    def connections(self):
        """How many there are to the component's socket, accepted or not. One line is that of the socket itself."""
        with open("/proc/net/unix", encoding="utf-8") as table:
            return sum(line.endswith(f" {self.socket}\n") for line in table) - 1

    @property
    def command(self):
        return [self.program, "serve", "--config", self.file, "--site", "boston.app.com"]

    @contextlib.contextmanager
    def component(self, *arguments, before=(), environment=None):
        """A process of its own on its own socket, which has to end well."""
        command = [*before, *self.command, "--listen", f"unix:{self.socket},mode=0666", *arguments]
        with Program(command, self.log, environment=environment) as program:
            until("the component", self.answers, program)
            yield program
            program.end()
            if program.process.returncode != 0:
                raise Unexpected(
                    f"the component ended with {program.process.returncode}: {program.last_words()}")

    def listening(self):
        """The socket, held as systemd holds it."""
        held = socket.socket(socket.AF_UNIX)
        held.bind(self.socket)
        held.listen(1024)
        return held

    def answers(self):
        """Whether the component says that it is healthy, over a connection of its own."""
        try:
            return "\r\n\r\nok" in self.ask({"DISTRIB_ENDPOINT": "health"})
        except OSError:
            return False

    def metric(self, name):
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.ask({"DISTRIB_ENDPOINT": "metrics"}), re.M)
        return float(found[1]) if found else 0.0

    def ask(self, parameters):
        """Asks the component without the web server."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(self.socket)
            connection.sendall(request(parameters))
            answer, text = b"", b""
            while True:
                while len(answer) >= 8 and len(answer) >= 8 + length(answer):
                    if answer[1] == 3:
                        return text.decode(errors="replace")
                    text += answer[8:8 + int.from_bytes(answer[4:6], "big")]
                    answer = answer[8 + length(answer):]
                part = connection.recv(65536)
                if not part:
                    raise ConnectionError("closed without an answer")
                answer += part

    def said(self, what):
        """How many lines of the component's log have this in them."""
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return sum(what in line for line in log)


def length(record):
    return int.from_bytes(record[4:6], "big") + record[6]


def request(parameters, keep=False):
    """The records of a request."""
    content = b""
    for name, value in parameters.items():
        name, value = name.encode(), value.encode()
        for size in (len(name), len(value)):
            content += size.to_bytes(1, "big") if size < 128 else (size | 1 << 31).to_bytes(4, "big")
        content += name + value
    return b"".join([
        record(1, bytes([0, 1, int(keep), 0, 0, 0, 0, 0])), record(4, content), record(4, b""),
        record(5, b"")])


def record(kind, content):
    return bytes([1, kind, 0, 1]) + len(content).to_bytes(2, "big") + b"\0\0" + content


def until(what, is_so, program=None, seconds=20, pause=0.02):
    """Waits for what is to come, and raises `Unexpected` where it does not, or where the program ended."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if program is not None and program.process.poll() is not None:
            raise Unexpected(f"{what}: the program ended with {program.process.returncode}; {program.last_words()}")
        if time.monotonic() > deadline:
            raise Unexpected(f"{what}: not within {seconds} s{'; ' + program.last_words() if program else ''}")
        time.sleep(pause)


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def limit_descriptors(pid, count):
    """Returns the limit from before."""
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (count, hard))
    return soft


def suspend(program):
    """Stops it in its tracks, and waits until all its threads are."""
    program.process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, program.process.pid, os.WSTOPPED)


def resume(program):
    program.process.send_signal(signal.SIGCONT)


def reload(program):
    program.process.send_signal(signal.SIGHUP)
