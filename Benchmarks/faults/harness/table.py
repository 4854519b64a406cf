"""The rows that were seen, as a table."""

HEAD = "| injected | expected | seen | requests | lost | slowest |\n| --- | --- | --- | ---: | ---: | ---: |\n"
BEGIN, END = "<!-- faults: begin -->\n", "<!-- faults: end -->\n"


class Row:
    """What one case came to; `error` says what was not as expected."""

    def __init__(self, case, seen="", clients=None, error=None):
        self.case, self.seen, self.clients, self.error = case, seen, clients, error

    @property
    def is_good(self):
        return self.error is None and not self.clients.lost

    @property
    def markdown(self):
        if self.error is not None:
            return f"| {self.case.injected} | {self.case.expected} | **{self.error}** | | | |\n"
        lost = str(len(self.clients.lost))
        return (f"| {self.case.injected} | {self.case.expected} | {self.seen} | {self.clients.asked:,} | {lost} "
                f"| {self.clients.slowest:.1f} s |\n")


def write(rows, path):
    """Puts the table between its marks in the document."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[:start] + HEAD + "".join(row.markdown for row in rows) + text[end:])
