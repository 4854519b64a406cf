"""What the component is to reach, and whether it did: every number as it was measured."""

from . import idle, instructions, opening, sizes, throughput, web

GO, PHP, PERL, PYTHON = "Go, net/http/fcgi", "PHP-FPM", "Perl, FCGI", "Python, flup"


class Goal:
    """A bound for one number; `value` is None where it was not measured."""

    def __init__(self, about, value, at_least=None, at_most=None, unit="×"):
        self.about = about
        self.value = value
        self.at_least = at_least
        self.at_most = at_most
        self.unit = unit

    @property
    def bound(self):
        if self.at_least is not None:
            return f"≥ {self.at_least:g} {self.unit}"
        return f"≤ {self.at_most:g} {self.unit}" if self.at_most is not None else "as it is"

    @property
    def outcome(self):
        if self.value is None:
            return "not measured"
        if self.at_least is None and self.at_most is None:
            return "noted"
        low = self.at_least is None or self.value >= self.at_least
        high = self.at_most is None or self.value <= self.at_most
        return "met" if low and high else "missed"

    @property
    def text(self):
        return "–" if self.value is None else f"{self.value:.3g} {self.unit}"


def all_goals(samples, counts):
    return [
        *throughput_goals(samples),
        *opening_goals(samples),
        *idle_goals(samples),
        *web_goals(samples),
        *instruction_goals(counts),
        *size_goals(samples),
        *peer_goals(samples),
    ]


def throughput_goals(samples):
    signed, threads, events = throughput.SIGNED, throughput.THREADS, throughput.EVENTS
    ratio = samples.ratio_of_rounds
    return [
        Goal("64 kept connections, full decision, signed: throughput of threaded C",
             ratio(signed, threads, "kept", "throughput"), at_least=1.4),
        Goal("the same, of C behind epoll",
             ratio(signed, events, "kept", "throughput"), at_least=0.9),
        Goal("a connection for each request, signed: throughput of threaded C",
             ratio(signed, threads, "fresh", "throughput"), at_least=1.0),
        Goal("p99 at half of threaded C's load, signed: of threaded C's p99",
             ratio(signed, threads, "half", "p99"), at_most=1.0),
    ]


def opening_goals(samples):
    return [
        Goal(f"64 kept connections opened one after another, {opening.workers(count)}, signed: "
             "throughput of those opened at once",
             samples.ratio_of_modes(opening.name(count), "slowly", "at once", "throughput"),
             at_least=0.95)
        for count in opening.WORKERS
    ]


def idle_goals(samples):
    name = throughput.COMPONENT
    busy, alone = (samples.median(name, mode, "throughput") for mode in ("idle", "alone"))
    resident = samples.median(name, "idle", "resident")
    return [
        Goal(f"throughput beside {idle.CONNECTIONS:,} idle kept connections: of that without",
             busy / alone if alone and busy else None, at_least=0.95),
        Goal("resident memory then", resident and resident / 1e6, at_most=24, unit="MB"),
        Goal("a new connection among them is answered within (p99)",
             milliseconds(samples.median(name, "new", "p99")), at_most=5, unit="ms"),
    ]


def web_goals(samples):
    ratio = samples.ratio_of_rounds
    return [
        Goal("through nginx, signed: throughput of threaded C through nginx",
             ratio(web.SIGNED, web.THREADS, "web", "throughput"), at_least=0.97),
        Goal("the same, of nginx's own return 302",
             ratio(web.SIGNED, web.RETURN, "web", "throughput")),
    ]


def instruction_goals(counts):
    constant = counts.get(instructions.CONSTANT)
    return [Goal(f"user instructions for each request, {name}: of constant C",
                 count / constant, at_most=1.3)
            for name, count in counts.items() if name != instructions.CONSTANT]


def size_goals(samples):
    few, many = (sizes.name("Sites", size) for size in (3, 10_000))
    resident = samples.median("start", "start", "resident")
    loading = samples.median(many, "start", "milliseconds")
    return [
        Goal("processor time for each request with 10,000 Sites: of that with 3",
             samples.ratio(many, few, "size", "subject_microseconds"), at_most=1.1),
        Goal("10,000 Sites: start to first answer", loading and loading / 1000, at_most=1, unit="s"),
        Goal("start to first answer", samples.median("start", "start", "milliseconds"),
             at_most=30, unit="ms"),
        Goal("resident memory after the first answer", resident and resident / 1e6,
             at_most=11.5, unit="MB"),
    ]


def peer_goals(samples):
    return [Goal(f"64 kept connections, signed: throughput of {peer}",
                 samples.ratio_of_rounds(throughput.SIGNED, peer, "kept", "throughput"),
                 at_least=1.0)
            for peer in (GO, PHP, PERL, PYTHON)]


def milliseconds(microseconds):
    return None if microseconds is None else microseconds / 1000
