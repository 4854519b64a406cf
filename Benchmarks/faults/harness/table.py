"""The rows that were seen, as a table."""

HEAD = "| injected | expected | seen | requests | lost | slowest |\n| --- | --- | --- | ---: | ---: | ---: |\n"
BEGIN, END = "<!-- faults: begin -->\n", "<!-- faults: end -->\n"


class Row:
    """What one case came to; `error` says what was not as expected."""

    def __init__(self, case, clients, seen="", error=None):
        self.case, self.clients, self.seen, self.error = case, clients, seen, error

    @property
    def lost(self):
        return sum(self.clients.lost.values())

    @property
    def is_good(self):
        return self.error is None and self.lost == 0

    @property
    def markdown(self):
        seen = self.seen if self.error is None else f"**not as expected: {one_line(self.error)}**"
        return (f"| {self.case.injected} | {self.case.expected} | {seen} | {self.clients.asked:,} | {self.lost:,} "
                f"| {self.clients.slowest * 1000:,.0f} ms |\n")


def one_line(text):
    """As a cell of a table takes it."""
    return " ".join(text.split()).replace("|", "\\|")


def write(rows, path):
    """Puts the table between its marks in the document."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[:start] + HEAD + "".join(row.markdown for row in rows) + text[end:])
