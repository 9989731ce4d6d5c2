"""csmetrics schema: the JSON Schemas of csmetrics.yaml and of what --format json writes."""

from dataclasses import replace
from pathlib import Path

from csmetrics.output.phrases import joined
from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import Option

FOLDER = Path(__file__).parents[2] / "schemas"
_ENDING = ".schema.json"
NAMES = tuple(sorted(path.name.removesuffix(_ENDING) for path in FOLDER.glob(f"*{_ENDING}")))


def _fits(asked: Asked) -> str:
    several = asked["names"][1:]
    return f"One schema at a time: leave out {joined(several)}." if several else ""


def _answer(view: View, asked: Asked) -> Answer:
    read = view.part("fields").read
    if not asked["names"]:
        return Answer(view.sheet([read(name) for name in NAMES]))
    found = read(asked["names"][0])
    return Answer(replace(view.sheet([found], whole=True), values=lambda: found.schema))


VIEW = View(
    name="schema",
    help="Show the JSON Schemas, for editors and programs.\n\n"
    "There is one of csmetrics.yaml, and one of what each command writes as JSON. Name one to see it.",
    example="csmetrics schema config --output csmetrics.schema.json",
    options=(Option("names", "names", metavar="[NAME]", words=NAMES, noun="schema"),),
    doing=lambda _: "Reading the schemas",
    fits=_fits,
    answers=_answer,
)
