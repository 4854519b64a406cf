"""The results as one picture: bars by subject, lines by size."""

import html
import math
import os

from . import sizes, throughput, web

WIDTH, BAR, LABELS = 900, 22, 260
INK, PEER, OURS, GRID = "#1c2530", "#9aa7b5", "#0b57d0", "#d5dbe2"
LINES = {"Sites": "#0b57d0", "pools": "#b3541e", "rules": "#1f7a4d"}


def write(samples, folder):
    parts, top = [], 20
    for title, mode in (
            (f"{throughput.KEPT} kept connections, requests/s", "kept"),
            ("a connection for each request, requests/s", "fresh"),
            (f"through a web server, {web.CONNECTIONS} connections, requests/s", "web")):
        drawn, top = bars(samples, title, mode, top)
        parts += drawn
    for title, mode, name, scale in (
            ("processor µs for each request, by size of the configuration", "size",
             "subject_microseconds", 1),
            ("resident MB, by size of the configuration", "size", "resident", 1e6),
            ("ms from start to the first answer, by size of the configuration", "start",
             "milliseconds", 1)):
        drawn, top = lines(samples, title, mode, name, scale, top)
        parts += drawn
    with open(os.path.join(folder, "results.svg"), "w", encoding="utf-8") as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" '
            f'height="{top}" font-family="sans-serif" font-size="13" fill="{INK}">\n'
            f'<rect width="100%" height="100%" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n")


def text(x, y, words, **options):
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in options.items())
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes}>{html.escape(words)}</text>'


def bars(samples, title, mode, top):
    """One for each subject, the fastest first; the thin line spans all rounds."""
    found = sorted(samples.subjects(mode), key=lambda name: -samples.median(name, mode, "throughput"))
    if not found:
        return [], top
    parts = [text(20, top + 14, title, font_weight="bold", font_size=15)]
    top += 30
    most = max(max(samples.values[name][mode]["throughput"]) for name in found)
    unit = (WIDTH - LABELS - 110) / most
    for name in found:
        values = samples.values[name][mode]["throughput"]
        middle = samples.median(name, mode, "throughput")
        color = OURS if "distrib-fcgi" in name else PEER
        y = top + BAR / 2
        parts += [
            text(LABELS - 8, y + 4, name, text_anchor="end"),
            f'<rect x="{LABELS}" y="{top + 3}" width="{middle * unit:.1f}" height="{BAR - 6}" '
            f'fill="{color}"/>',
            f'<path d="M{LABELS + min(values) * unit:.1f} {y}H{LABELS + max(values) * unit:.1f}" '
            f'stroke="{INK}"/>',
            text(LABELS + max(values) * unit + 8, y + 4, f"{middle:,.0f}"),
        ]
        top += BAR
    return parts, top + 24


def lines(samples, title, mode, name, scale, top):
    """Both axes by logarithm."""
    points = {kind: [(size, samples.median(sizes.name(kind, size), mode, name)) for size in counts]
              for kind, counts in sizes.SIZES.items()}
    values = [value / scale for line in points.values() for _, value in line if value]
    if not values:
        return [], top
    parts = [text(20, top + 14, title, font_weight="bold", font_size=15)]
    top, height, width = top + 34, 170, WIDTH - LABELS - 110
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values) * 1.01))

    def x(size):
        return LABELS + width * math.log10(size) / 4

    def y(value):
        return top + height * (1 - (math.log10(value) - low) / (high - low))

    for power in range(low, high + 1):
        parts += [f'<path d="M{LABELS} {y(10 ** power):.1f}h{width}" stroke="{GRID}"/>',
                  text(LABELS - 8, y(10 ** power) + 4, f"{10 ** power:g}", text_anchor="end")]
    for power in range(5):
        parts.append(text(x(10 ** power), top + height + 18, f"{10 ** power:,}", text_anchor="middle"))
    names = 0
    for kind, line in sorted(points.items(), key=lambda entry: entry[1][-1][1] or 0):
        places = [(x(size), y(value / scale)) for size, value in line if value]
        path = "L".join(f"{across:.1f} {down:.1f}" for across, down in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{LINES[kind]}" stroke-width="2"/>')
        parts += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3.5" fill="{LINES[kind]}"/>'
                  for across, down in places]
        # Names that would stand on one another move up.
        names = min(places[-1][1] + 4, names - 14 if names else math.inf)
        parts.append(text(places[-1][0] + 8, names, kind, fill=LINES[kind]))
    return parts, top + height + 46
