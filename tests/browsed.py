"""The page that each view makes of a folder, and a folder whose every text would do harm if it could."""

import csv
import io
from datetime import date
from html.parser import HTMLParser

from csmetrics import api
from csmetrics.output.html import document
from csmetrics.output.page import Cell, Drawing, Line, PageColumn, PageTable, Paragraph, TableSection, Title, one_table
from csmetrics.output.rich_blocks import (
    Beside,
    BulletPoints,
    Fold,
    Instead,
    PagePart,
    Picture,
    SpokenQuote,
    Tile,
    Tiles,
    Verdict,
)
from csmetrics.views import view

HOSTILE = (
    "<script>document.title='run'</script>",
    '"><img src=http://127.0.0.1:9/x onerror=alert(1)>',
    "</style><style>*{display:none}</style>",
    "</td></table></main><h1>gone</h1>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; 'quoted' `code`",
    "\u202egnp.exe\u202c \u2066over\u2069",
    "=HYPERLINK(1)\x1b[2J\x07",
    "]]><!-- -->",
    "\u05d0\u05d1\u05d2 \u200f123\u200e \u062f\u0628\u064a",
    "W" * 90,
    "{{7*7}} ${7*7} \\3c b\\3e ",
)
VOID = {"meta", "br", "img", "path", "circle", "rect", "line", "link", "input", "hr"}


def hostile(folder):
    """Write the folder: customers, plans, people and comments by such names."""
    people = list(dict.fromkeys(f"{number}{name}" if number % 2 else name for number, name in enumerate(HOSTILE * 2)))
    subscriptions, customers, surveys, usage = [], [], [], []
    for number, name in enumerate(people):
        customers.append([name, HOSTILE[number % len(HOSTILE)], HOSTILE[-number % len(HOSTILE)], name])
        ended = "2026-08-15" if number % 5 == 0 else ""
        subscriptions.append([name, "2025-11-01" if number % 3 else "2026-08-02", ended, 100 + number, "month", name])
        for day in range(8):
            when = f"2026-0{7 + day % 2}-{10 + day}"
            surveys.append(["nps", (number * 3 + day) % 11, when, name, f"{name} price"])
            usage.append([name, when, number + day, HOSTILE[0]])
    surveys.append(["nps", HOSTILE[0], "2026-08-14", HOSTILE[1], HOSTILE[2]])
    _write(folder / "customers.csv", ["customer_id", "name", "account_manager", "country"], customers)
    head = ["customer_id", "start_date", "end_date", "amount", "interval", "plan"]
    _write(folder / "subscriptions.csv", head, subscriptions)
    _write(folder / "surveys.csv", ["survey", "score", "responded_at", "customer_id", "comment"], surveys)
    _write(folder / "usage.csv", ["customer_id", "date", "value", "feature"], usage)
    return folder


def _write(path, head, rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def pages(folder, store, period):
    """The page of each view of a folder, by name."""
    data = api.read(folder)
    by = {"by": "country"}
    customer = next(iter(api.customers(data, period).lines)).customer_id
    asked = {"explain": {"metric": "nps"}, "customer_health": {"customer": customer}, "trend": {"metrics": ["nps"]}}
    made = {"report by": view("report").compute(data, period=period, **by)}
    for name in ("report", "trend", "cohorts", "customers", "explain", "feedback", "health", "customer_health"):
        made[name] = view(name).compute(data, period=period, **asked.get(name, {}))
    opened = {"explained": True, "history": 24}  # as the command has it in a browser
    made["report opened"] = view("report").compute(data, period=period, **opened)
    made["board"] = api.board(data, period, by="country", store=store)
    made["workbook"], made["health_models"] = api.workbook(data, period), api.health_models(data)
    made["check"] = api.check(folder)
    made["snapshot"] = api.snapshot(folder, period, today=date(2026, 10, 2), store=store)
    made["history"] = api.history(store)
    return {name: view(name.split()[0]).write(result, "html") for name, result in made.items()}


def every_block(said="Said"):
    """A page with each kind of block there is, and the same text everywhere."""
    rows = ((Cell(said), Cell("-1.4 pp", "bad")),)
    numbers = PageTable((PageColumn(said), PageColumn(said, number=True)), (TableSection(said, rows),), said)
    kinds = ((True, True), (False, True), (True, False))
    verdicts = (*(Verdict(holds, certain, said, said) for holds, certain in kinds), None)
    tiles = tuple(Tile(said, "d-nps", "38.7", said, "-1.9", "bad", said, said, each) for each in verdicts)
    inside = (
        Tiles(tiles),
        BulletPoints(((said, said), (said, said))),
        Beside((SpokenQuote(said, said, "bad"), SpokenQuote(said, said, "good"))),
        Picture(_chart(said), said, said, numbers),
        Instead(lambda: [Title(said, 3)]),
    )
    fold = Fold((Cell(said), Cell("38.7"), Cell(said)), (Paragraph((Line(said, code=True, indent=1),)),), "d-nps")
    heat = tuple(tuple(Cell(str(n), heat=n / 5) for n in range(6)) for _ in range(2))
    return (
        Title(said),
        Paragraph((Line(said, "quiet"),)),
        Paragraph((Line(said, "bad"), Line(said, indent=1), Line(said, indent=2))),
        Drawing(lambda _width, _colour: f"{said}\n", "yaml"),
        one_table([PageColumn(str(n), number=True) for n in range(6)], [TableSection("", heat)], said),
        PagePart(said, "one", inside, (Line(said, "strong"), Line(said)), said),
        PagePart(said, "two", (fold,), short=said),
    )


def _chart(said):
    from csmetrics.output.charts.model import LineChart, Point, Series  # noqa: PLC0415  # one of many

    points = (Point(said, 1.0, said, 0.5, 1.5), Point(said, 2.0, said, tip=said), Point(said, 3.0, said))
    return LineChart(said, "points", (Series(said, points),))


class Outline(HTMLParser):
    """What a page consists of; a tag that does not close what stands open is an error."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.open, self.attributes, self.headings, self.texts = [], [], [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice"
        if tag in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
            assert "p" not in self.open, f"<{tag}> in a paragraph"
        if tag not in VOID:
            self.open.append(tag)
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def values(self, name):
        """The values of an attribute, in order."""
        return [value for _, each, value in self.attributes if each == name]


def whole(said="Said"):
    """The page with each kind of block, as a file."""
    return document(every_block(said))
