"""Through a web server: what a browser's request costs with nginx in front, and without FastCGI."""

import os
import urllib.error
import urllib.request

from . import builds
from .configuration import ANY_REDIRECT, PARAMETERS, TARGET
from .loads import LoadFailed, run_wrk
from .processes import Program, free_port, until
from .subjects import CORES

CONNECTIONS = 64
# Connections that each of nginx's workers keeps to a FastCGI subject.
KEPT = 32

COMPONENT = "nginx, distrib-fcgi"
SIGNED = "nginx, distrib-fcgi, signed"
THREADS = "nginx, C, libfcgi, threads"
EVENTS = "nginx, C, libfcgi, epoll"
RETURN = "nginx, return 302"
LUA = "nginx, Lua"
HAPROXY = "HAProxy, redirect"

FIELDS = {
    "Host": "app.com",
    **{name[5:].replace("_", "-").title(): value for name, value in PARAMETERS.items()
       if name.startswith("HTTP_") and name not in ("HTTP_HOST", "HTTP_CONNECTION")},
}


def measure(context, samples):
    """Mode `web`; what is missing is noted in the context."""
    try:
        wrk = builds.program("wrk", package="wrk")
        nginx = builds.program("nginx", package="nginx")
    except builds.Missing as reason:
        context.missing["all through nginx"] = str(reason)
        return
    directory = os.path.join(context.directory, "web")
    os.mkdir(directory)
    with WebServers(context, directory, nginx) as servers:
        names = list(servers.ports)
        for number in range(context.rounds):
            for name in names[number % len(names):] + names[:number % len(names)]:
                context.say(f"round {number + 1}: {name}")
                try:
                    check_redirect(servers.ports[name])
                    load(wrk, servers, name, context.seconds / 4)
                    samples.add(name, "web", load(wrk, servers, name, context.seconds))
                except (LoadFailed, OSError) as error:
                    context.fail(name, str(error))


def load(wrk, servers, name, seconds):
    # wrk takes whole seconds.
    return run_wrk(wrk, servers.ports[name], TARGET, FIELDS, CONNECTIONS, max(1, round(seconds)),
                   servers.programs)


def check_redirect(port):
    """wrk counts answers; this looks at one."""
    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    request = urllib.request.Request(f"http://127.0.0.1:{port}{TARGET}", headers=FIELDS)
    try:
        answer = urllib.request.build_opener(NoRedirect).open(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    location = f"Location: {answer.headers['Location']}"
    if answer.status != 302 or not location.startswith(ANY_REDIRECT[1]):
        raise LoadFailed(f"{answer.status} {location}")


class WebServers:
    """nginx with a server for each subject, the FastCGI subjects behind it, and HAProxy."""

    def __init__(self, context, directory, nginx):
        self.directory = directory
        self.ports = {}
        self.programs = []
        self.upstreams = ""
        self.servers = ""
        try:
            for name, subject in self._behind(context).items():
                self._add_subject(name, subject)
            self._add(RETURN, "return 302 http://boston.app.com$request_uri/Distrib=1700000000;")
            modules = lua_modules(context)
            if modules:
                self._add(LUA, LUA_LOCATION)
            self._start_nginx(nginx, modules)
            self._start_haproxy(context)
        except BaseException:
            self.__exit__()
            raise

    @staticmethod
    def _behind(context):
        peers = {f"nginx, {peer.name}": peer for peer in context.peers}
        return {
            COMPONENT: context.row("1a"),
            SIGNED: context.row("1a", signed=True),
            THREADS: peers[THREADS],
            EVENTS: peers[EVENTS],
        }

    def _add_subject(self, name, subject):
        upstream = f"subject{len(self.programs)}"
        folder = os.path.join(self.directory, upstream)
        os.mkdir(folder)
        address = os.path.join(folder, "socket")
        self.programs.append(subject.start(folder, address, 2 * CORES * CONNECTIONS)[0])
        self.upstreams += f"upstream {upstream} {{ server unix:{address}; keepalive {KEPT}; }}\n"
        self._add(name, f"fastcgi_pass {upstream};")

    def _add(self, name, directives):
        self.ports[name] = free_port()
        listen = f"listen 127.0.0.1:{self.ports[name]} backlog=4096;"
        self.servers += f"server {{ {listen} location / {{ {directives} }} }}\n"

    def _start_nginx(self, nginx, modules):
        file = os.path.join(self.directory, "nginx.conf")
        with open(file, "w", encoding="utf-8") as configuration:
            configuration.write(NGINX % {
                "modules": modules,
                "directory": self.directory,
                "user": "user root;" if os.getuid() == 0 else "",
                "cores": CORES,
                "upstreams": self.upstreams,
                "servers": self.servers,
            })
        log = os.path.join(self.directory, "nginx.log")
        program = Program([nginx, "-c", file, "-e", log], log)
        self.programs.append(program)
        until(lambda: is_listening(program, self.ports[RETURN]), "nginx's start")

    def _start_haproxy(self, context):
        try:
            haproxy = builds.program("haproxy", package="haproxy")
        except builds.Missing as reason:
            context.missing[HAPROXY] = str(reason)
            return
        port = free_port()
        file = os.path.join(self.directory, "haproxy.cfg")
        with open(file, "w", encoding="utf-8") as configuration:
            configuration.write(
                f"global\n    nbthread {CORES}\ndefaults\n    mode http\n    timeout client 10s\n"
                f"frontend redirect\n    bind 127.0.0.1:{port}\n"
                "    http-request redirect prefix http://boston.app.com code 302\n")
        program = Program([haproxy, "-f", file], os.path.join(self.directory, "haproxy.log"))
        self.programs.append(program)
        until(lambda: is_listening(program, port), "HAProxy's start")
        self.ports[HAPROXY] = port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for program in reversed(self.programs):
            program.stop()


def is_listening(program, port):
    if program.process.poll() is not None:
        raise LoadFailed(program.last_words())
    try:
        check_redirect(port)
    except OSError:
        return False
    return True


def lua_modules(context):
    """The directives that load the module; none where it is missing."""
    folder = "/usr/lib/nginx/modules"
    paths = [f"{folder}/{name}.so" for name in ("ndk_http_module", "ngx_http_lua_module")]
    if all(map(os.path.exists, paths)):
        return "".join(f"load_module {path};\n" for path in paths)
    context.missing[LUA] = "no Lua module (Debian: libnginx-mod-http-lua)"
    return ""


LUA_LOCATION = """content_by_lua_block {
    local path, query = ngx.var.request_uri:match("^([^?]*)(.*)$")
    ngx.redirect("http://boston.app.com" .. path .. "/Distrib=" .. ngx.time() .. query, 302)
}"""


NGINX = """%(modules)s%(user)s
daemon off;
pid %(directory)s/nginx.pid;
worker_processes %(cores)d;
events { worker_connections 4096; }
http {
    access_log off;
    keepalive_requests 1000000000;
    fastcgi_keep_conn on;
    fastcgi_pass_request_body off;
    fastcgi_buffer_size 32k;
    fastcgi_buffers 4 32k;
    include /etc/nginx/fastcgi.conf;
    fastcgi_param GEOIP_COUNTRY_CODE US;
    client_body_temp_path %(directory)s/body;
    proxy_temp_path %(directory)s/proxy;
    fastcgi_temp_path %(directory)s/fastcgi;
    uwsgi_temp_path %(directory)s/uwsgi;
    scgi_temp_path %(directory)s/scgi;
%(upstreams)s%(servers)s}
"""
