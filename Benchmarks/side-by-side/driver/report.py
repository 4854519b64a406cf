"""The results as Markdown and JSON."""

import json
import os
import platform
import time

from . import idle, instructions, library_input, opening, throughput, web
from .goals import all_goals
from .subjects import CORES

# Others' share of the processors beyond which a run does not count as undisturbed.
QUIET = 0.05


def write(context, samples, counts, folder):
    """Writes results.json and results.md; returns the latter's text."""
    goals = all_goals(samples, counts)
    machine = describe_machine(context, samples)
    with open(os.path.join(folder, "results.json"), "w", encoding="utf-8") as file:
        json.dump({
            "machine": machine,
            "samples": samples.values,
            "instructions": counts,
            "goals": [{"goal": goal.about, "bound": goal.bound, "value": goal.value,
                       "outcome": goal.outcome} for goal in goals],
            "missing": context.missing,
            "failed": context.failures,
        }, file, indent=1)
    text = "\n".join([
        "# Side by side", "", *(f"- {name}: {value}" for name, value in machine.items()), "",
        *goals_table(goals), *throughput_table(context, samples), *opening_table(samples),
        *web_table(samples), *rows_table(samples, counts), *idle_table(samples),
        *sizes_table(samples), *library_input_table(samples), *left_out(context)])
    with open(os.path.join(folder, "results.md"), "w", encoding="utf-8") as file:
        file.write(text)
    return text


def describe_machine(context, samples):
    others = [value for modes in samples.values.values() for numbers in modes.values()
              for value in numbers.get("others", [])]
    disturbed = sum(value > QUIET for value in others)
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "system": platform.platform(),
        "processors": f"{CORES} × {processor_name()}, shared by load generator and subject",
        "rounds": f"{context.rounds}, interleaved, of {context.seconds:g} s for each number",
        "quiet": f"{disturbed} of {len(others)} runs had more than {QUIET:.0%} of the processors "
        "taken by others",
    }


def processor_name():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.machine()


def table(title, header, rows):
    """Nothing where there is nothing to show."""
    if not rows:
        return []
    lines = [f"| {' | '.join(map(str, row))} |" for row in [header, ["---"] * len(header), *rows]]
    return [f"## {title}", "", *lines, ""]


def goals_table(goals):
    return table("Goals", ["goal", "bound", "measured", ""],
                 [[goal.about, goal.bound, goal.text, goal.outcome] for goal in goals])


def throughput_table(context, samples):
    about = {peer.name: peer.about for peer in context.peers}
    threads = throughput.THREADS
    rows = []
    for name in samples.subjects("kept"):
        kept, fresh = (number(samples.median(name, mode, "throughput")) for mode in ("kept", "fresh"))
        rows.append([
            name, about.get(name, f"full decision; {CORES} workers"),
            kept, times(samples.ratio_of_rounds(name, threads, "kept", "throughput")),
            f"± {samples.spread(name, 'kept', 'throughput'):.0%}",
            fresh, times(samples.ratio_of_rounds(name, threads, "fresh", "throughput")),
            number(samples.median(name, "tcp", "throughput")),
            number(samples.median(name, "kept", "subject_microseconds"), 1),
            number(samples.median(name, "half", "p99")),
            megabytes(samples.median(name, "kept", "resident")),
        ])
    header = ["subject", "how", "kept: requests/s", "of threaded C", "spread",
              "connection each: requests/s", "of threaded C", "TCP, kept: requests/s",
              "processor µs/request", "p99 at half load, µs", "resident MB"]
    title = (f"At the FastCGI socket ({throughput.KEPT} kept connections, or {throughput.FRESH} at "
             "a time for a request each; unix unless said)")
    return table(title, header, rows)


def opening_table(samples):
    events = throughput.EVENTS
    rows = [[name, *(number(samples.median(name, mode, "throughput")) for mode in opening.MODES),
             times(samples.ratio_of_modes(name, "slowly", "at once", "throughput")),
             *(f"± {samples.spread(name, mode, 'throughput'):.0%}" for mode in opening.MODES),
             *(times(samples.ratio_of_rounds(name, events, mode, "throughput"))
               for mode in opening.MODES),
             *(f"{samples.median(name, mode, 'busiest'):.0%}" for mode in opening.MODES)]
            for name in samples.subjects("slowly")]
    header = ["subject", "at once: requests/s", "slowly: requests/s", "slowly of at once",
              "spread, at once", "spread, slowly", "of C behind epoll, at once", "slowly",
              "busiest thread's share of processor time, at once", "slowly"]
    return table(f"Kept connections opened slowly ({opening.CONNECTIONS}, each served once before the "
                 "next one is opened, or all opened at once)", header, rows)


def web_table(samples):
    rows = [[name, number(samples.median(name, "web", "throughput")),
             times(samples.ratio_of_rounds(name, web.THREADS, "web", "throughput")),
             times(samples.ratio_of_rounds(name, web.RETURN, "web", "throughput")),
             f"± {samples.spread(name, 'web', 'throughput'):.0%}",
             number(samples.median(name, "web", "p50")), number(samples.median(name, "web", "p99"))]
            for name in samples.subjects("web")]
    header = ["subject", "requests/s", "of threaded C", "of return 302", "spread", "p50 µs", "p99 µs"]
    return table(f"Through a web server ({web.CONNECTIONS} connections, wrk)", header, rows)


def rows_table(samples, counts):
    constant = counts.get(instructions.CONSTANT)
    rows = [[name, f"{count:,}", times(count / constant)] for name, count in counts.items()]
    return table("User instructions for each request (callgrind, one worker)",
                 ["row", "instructions", "of constant C"], rows)


def idle_table(samples):
    rows = [[name, *(number(samples.median(name, mode, "throughput")) for mode in ("alone", "idle")),
             megabytes(samples.median(name, "idle", "resident")),
             number(samples.median(name, "new", "p50")), number(samples.median(name, "new", "p99"))]
            for name in samples.subjects("idle")]
    header = ["subject", "requests/s without", "with", "resident MB", "new connection: p50 µs", "p99 µs"]
    return table(f"Beside {idle.CONNECTIONS:,} idle kept connections", header, rows)


def sizes_table(samples):
    rows = [[name, number(samples.median(name, "size", "subject_microseconds"), 1),
             number(samples.median(name, "size", "throughput")),
             megabytes(samples.median(name, "size", "resident")),
             number(samples.median(name, "start", "milliseconds"), 1)]
            for name in samples.subjects("size")]
    header = ["configuration", "processor µs/request", "requests/s", "resident MB",
              "start to first answer, ms"]
    start, reload = (samples.median(name, name, "milliseconds") for name in ("start", "reload"))
    if start:
        longest = samples.median("reload", "reload", "longest")
        rows.append([f"start {start:.1f} ms; reload {reload:.1f} ms, longest answer {longest:.1f} ms",
                     "", "", megabytes(samples.median("start", "start", "resident")), ""])
    return table("Size of the configuration", header, rows)


def library_input_table(samples):
    names = samples.subjects("input")
    copy = samples.median(library_input.COPY, "input", "nanoseconds")
    rows = [[name, number(samples.median(name, "input", "nanoseconds")),
             number(samples.median(name, "input", "nanoseconds") - copy),
             f"± {samples.spread(name, 'input', 'nanoseconds'):.0%}"]
            for name in names]
    header = ["way", "ns/request", "beyond the copies", "spread"]
    return table(f"How a request gets to libfcgi ({library_input.BYTES} bytes)", header, rows)


def left_out(context):
    lines = [f"- left out: {name}: {why}" for name, why in context.missing.items()]
    lines += [f"- failed: {name}: {why}" for name, why in context.failures.items()]
    return [*lines, ""] if lines else []


def number(value, digits=0):
    return "" if value is None else f"{value:,.{digits}f}"


def times(value):
    return "" if value is None else f"{value:.2f} ×"


def megabytes(value):
    return "" if value is None else f"{value / 1e6:.1f}"
