"""The course of a soak as a picture that is readable on a light and on a dark ground."""

WIDTH, HEIGHT, LEFT, RIGHT = 720, 130, 130, 20

STYLE = """<style>
text { font: 12px sans-serif; fill: #333 }
.axis { stroke: #999; fill: none }
.line { stroke: #0072b2; fill: none; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .line { stroke: #56b4e9 } }
</style>"""

PANELS = [
    ("memory, MiB", lambda sample: sample.memory),
    ("descriptors", lambda sample: sample.descriptors),
    ("requests/s", lambda sample: sample.throughput),
    ("p99, µs", lambda sample: sample.p99),
]


def svg(samples, title):
    minutes = max(sample.minute for sample in samples)
    height = len(PANELS) * HEIGHT + 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}">',
        f"<title>{title}</title>", STYLE, f'<text x="10" y="20">{title}</text>']
    for number, (name, value) in enumerate(PANELS):
        parts += panel(samples, minutes, name, value, 40 + number * HEIGHT)
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{height - 4}" text-anchor="end">{minutes:.0f} minutes</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"


def panel(samples, minutes, name, value, top):
    """From 0, so that what is flat looks flat."""
    most = max(value(sample) for sample in samples) * 1.1 or 1
    bottom = top + HEIGHT - 30
    points = " ".join(
        f"{LEFT + (WIDTH - LEFT - RIGHT) * sample.minute / minutes:.1f},"
        f"{bottom - (bottom - top) * value(sample) / most:.1f}" for sample in samples)
    last = value(samples[-1])
    return [
        f'<path class="axis" d="M{LEFT} {top}V{bottom}H{WIDTH - RIGHT}"/>',
        f'<text x="{LEFT - 8}" y="{top + 20}" text-anchor="end">{name}</text>',
        f'<text x="{LEFT - 8}" y="{top + 38}" text-anchor="end">{last:,.0f} at the end</text>',
        f'<polyline class="line" points="{points}"/>']
