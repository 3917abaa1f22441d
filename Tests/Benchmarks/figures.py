"""The table a run ends with."""


class Figures:
    """Lines of what was measured, against what, and whether it is what was wanted; and the raw numbers."""

    HEAD = ("what", "figure", "peer", "ratio", "wanted", "reached")

    def __init__(self):
        self.lines = []
        self.raw = {}

    def section(self, title):
        self.lines.append((title,))
        print(f"… {title}", flush=True)

    def add(self, what, figure, peer="", ratio=None, wanted="", reached=None):
        ratio = "" if ratio is None else f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"
        word = "" if reached is None else "yes" if reached else "NO"
        self.lines.append((what, figure, peer, ratio, wanted, word))

    def keep(self, name, value):
        self.raw[name] = value

    def table(self):
        rows = [self.HEAD] + [line for line in self.lines if len(line) > 1]
        widths = [max(len(row[column]) for row in rows) for column in range(len(self.HEAD))]
        text = []
        for line in [self.HEAD] + self.lines:
            if len(line) == 1:
                text += ["", line[0]]
            else:
                cells = [
                    cell.ljust(width) if column in (0, 4, 5) else cell.rjust(width)
                    for column, (cell, width) in enumerate(zip(line, widths))]
                text.append(("  " + "  ".join(cells)).rstrip())
        return "\n".join(text)

    def missed(self):
        return [line for line in self.lines if line[-1] == "NO"]


def rate(value, what="/s"):
    return f"{value:,.0f}{what}" if value >= 100 else f"{value:,.1f}{what}"


def milliseconds(value):
    return f"{value:.2f} ms" if value < 100 else f"{value:,.0f} ms"


def microseconds(value):
    return f"{value:,.2f} µs" if value >= 0.2 else f"{value * 1e3:.1f} ns"
