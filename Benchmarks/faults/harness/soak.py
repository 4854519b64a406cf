"""A Site at full load for minutes: whether memory, descriptors and latency stay as they are."""

import json
import os
import statistics
import subprocess
import threading
import time

from . import site as sites
from .clients import Connection
from .site import Unexpected, until

from driver import builds

KEYS = """\
    # Whoever is refused waits here.
    overflow: {{ max_sites: 1 }}
    marker: {{ keys: [{{ id: k1, file: {folder}/k1.key }}] }}
    busy:
      any:
        - file: {{ path: {folder}/busy, interval: 100ms }}
        - load_average: {{ above: 1000, interval: 100ms }}
        - pressure: {{ resource: cpu, above: 99.9%, interval: 100ms }}
        - http: {{ url: "http://unix:{folder}/web.sock:/", busy_status: [500], interval: 200ms }}
        - command: {{ run: [/bin/true], interval: 1s }}
    admission: {{ sessions: {{ rate: 20/s }} }}
    waiting: {{ keep: 1m, poll: {{ near: 1s, far: 5s }}, state: {folder}/app.com.line }}
"""

# The load of one measurement, and how often the configuration is reloaded.
SECONDS, RELOAD = 5, 10


class Sample:
    def __init__(self, at, program, load):
        self.minute = at / 60
        self.memory = resident(program.process.pid) / 2**20
        self.descriptors = sites.descriptors(program.process.pid)
        self.throughput = load["throughput"]
        self.p50, self.p99 = load["p50"], load["p99"]
        self.errors = load["errors"]


def resident(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Visitors:
    """Some come anew all the time, more than may start, so that a line stands; each follows what it is told until its
    session starts, and then comes anew."""

    def __init__(self, path, count=60):
        self.path, self.ended = path, threading.Event()
        self.started = self.waited = self.lost = 0
        self.threads = [threading.Thread(target=self._visit, daemon=True) for _ in range(count)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join(30)

    def _visit(self):
        connection = Connection(self.path)
        while not self.ended.is_set():
            try:
                self._come(connection)
            except (OSError, ValueError) as error:
                print(f"    a visitor was lost: {error!r}", flush=True)
                self.lost += 1
                connection.close()

    def _come(self, connection):
        host, target = "app.com", "/cart"
        while not self.ended.is_set():
            connection.request("GET", target, headers={"Host": host, "Accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                self.started += 1
                return
            pause = 0
            following = answer.headers.get("Location")
            if answer.headers.get("Refresh"):
                text, following = answer.headers["Refresh"].split("; url=", 1)
                pause = int(text)
                self.waited += 1
            if following is None:
                raise ValueError(f"{answer.status} {answer.headers.get('X-Distrib-Decision')}")
            host, path = following.removeprefix("http://").split("/", 1)
            target = "/" + path
            if host == "chicago.app.com":
                # There, somebody else serves it.
                return
            self.ended.wait(pause)


def run(program, folder, minutes):
    """Returns samples, and what the visitors came to."""
    subprocess.run(
        [program, "key", os.path.join(folder, "k1.key")], check=True, stdout=subprocess.DEVNULL)
    generator = builds.load_generator()
    parameters = os.path.join(folder, "parameters")
    with open(parameters, "w", encoding="utf-8") as file:
        file.write("HTTP_HOST=app.com\nREQUEST_URI=/cart?id=7\nREQUEST_METHOD=GET\nREMOTE_ADDR=192.0.2.1\n")
    samples, signals = [], 0
    with sites.Site(program, folder, KEYS.format(folder=folder)) as site, site.component() as component:
        with Visitors(site.web) as visitors:
            begun = reloaded = time.monotonic()
            while time.monotonic() - begun < minutes * 60:
                load = subprocess.run(
                    [generator, "--connect", f"unix:{site.socket}", "--parameters", parameters,
                     "--connections", "16", "--seconds", str(SECONDS), "--expect", "X-Distrib-Decision: lockdown"],
                    capture_output=True, text=True, check=False)
                if component.process.poll() is not None:
                    raise Unexpected(f"the component ended: {component.last_words()}")
                if not load.stdout:
                    raise Unexpected(f"the load ended with {load.returncode}: {load.stderr}")
                samples.append(Sample(time.monotonic() - begun, component, json.loads(load.stdout)))
                print(describe(samples[-1]), flush=True)
                if time.monotonic() - reloaded >= RELOAD:
                    sites.reload(component)
                    reloaded += RELOAD
                    signals += 1
        until(
            f"{signals} reloads", lambda: site.metric('distrib_reloads_total{result="success"}') == signals)
    return samples, visitors, signals


def describe(sample):
    return (f"{sample.minute:5.1f} min: {sample.memory:.1f} MiB, {sample.descriptors} descriptors, "
            f"{sample.throughput:,.0f} requests/s, p50 {sample.p50:.0f} µs, p99 {sample.p99:.0f} µs, "
            f"{sample.errors} errors")


def growth(samples, value, summary):
    """How much larger the last third is than the second, which is past the start, as a ratio."""
    third = max(1, len(samples) // 3)
    middle = summary(value(sample) for sample in samples[third:2 * third])
    return summary(value(sample) for sample in samples[2 * third:]) / middle


# What is looked at, how samples are summed up, and what would be more than noise. What leaks is there in the least
# sample, too; nginx's connections come and go. Latency depends on whatever else the machine does.
LIMITS = {
    "memory": (lambda sample: sample.memory, statistics.median, 1.05),
    "descriptors": (lambda sample: sample.descriptors, min, 1.1),
    "p99": (lambda sample: sample.p99, statistics.median, 2.0),
}
