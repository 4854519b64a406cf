"""Cost of a request, memory and start as functions of the size of the configuration."""

from . import starts
from .configuration import PARAMETERS, PATH
from .subjects import CORES, Subject
from .throughput import KEPT, Place

SIZES = {"Sites": (3, 100, 10_000), "pools": (1, 100, 1000), "rules": (1, 100, 1000)}


def name(kind, size):
    return f"{size:,} {kind}" if size > 1 else f"1 {kind[:-1]}"


def measure(context, samples):
    """Mode `size`: a load on the biggest name, the last rule; and the start before it."""
    for number in range(context.rounds):
        for kind, sizes in SIZES.items():
            for size in sizes:
                context.say(f"round {number + 1}: {name(kind, size)}")
                subject = SizedSubject(context.component, kind, size)
                samples.add(subject.name, "start", starts.first_answer(context, subject))
                measure_load(context, samples, subject)


def measure_load(context, samples, subject):
    load = ["--connections", KEPT, "--seconds"]
    with Place(context, subject, KEPT) as place:
        place.load.run([place.program], *load, context.seconds / 4)
        numbers = place.load.run([place.program], *load, context.seconds)
        numbers["resident"] = place.program.resident_bytes()
        samples.add(subject.name, "size", numbers)


class SizedSubject(Subject):
    """The component with many Sites, pools or rules, asked for what stands last."""

    def __init__(self, component, kind, size):
        text, host, site, sites, cookie = CONFIGURATIONS[kind](size)
        file = component.write(f"{size}-{kind}", text)
        super().__init__(
            name(kind, size), "", lambda _: component.command(file, *sites, workers=CORES))
        self.parameters = {**PARAMETERS, "HTTP_HOST": host, "HTTP_COOKIE": cookie}
        self.expected = ["Status: 302", f"Location: http://{site}{PATH}/Distrib=", "lockdown"]


def many_sites(size):
    """Groups of ten; the client remembers the last one."""
    groups = [range(start, min(start + 10, size)) for start in range(0, size, 10)]
    text = "pools:\n  - pool: app.com\n    sites:\n"
    text += "".join(f"      - site: s{site}.app.com\n" for site in range(size))
    text += "    groups:\n"
    for number, group in enumerate(groups):
        ring = ", ".join(f"s{site}.app.com" for site in group)
        text += f"      - group: g{number}.app.com\n        sites: [{ring}]\n"
    text += "    proper_group:\n      remember: { cookie: DistribGroup, max_age: 30d }\n"
    site = f"s{size - 1}.app.com"
    return text, "app.com", site, [site], f"DistribGroup=g{len(groups) - 1}.app.com"


def many_pools(size):
    """Pools of three Sites; this machine is the first one of each."""
    text = "pools:\n"
    for pool in range(size):
        text += f"  - pool: p{pool}.com\n    sites:\n"
        text += "".join(f"      - site: s{site}.p{pool}.com\n" for site in range(3))
    last = f"p{size - 1}.com"
    sites = [f"s0.p{pool}.com" for pool in range(size)]
    return text, last, f"s0.{last}", sites, PARAMETERS["HTTP_COOKIE"]


def many_rules(size):
    """Rules by cookie; the last one matches."""
    text = """\
pools:
  - pool: app.com
    sites: [{ site: boston.app.com }, { site: geneva.app.com }]
    groups:
      - { group: americas.app.com, sites: [boston.app.com] }
      - { group: europe.app.com, sites: [geneva.app.com] }
    proper_group:
      default: europe.app.com
      rules:
"""
    for rule in range(size):
        text += f"        - {{ group: americas.app.com, when: {{ cookie: {{ region: r{rule} }} }} }}\n"
    cookie = f"{PARAMETERS['HTTP_COOKIE']}; region=r{size - 1}"
    return text, "app.com", "boston.app.com", ["boston.app.com"], cookie


CONFIGURATIONS = {"Sites": many_sites, "pools": many_pools, "rules": many_rules}
