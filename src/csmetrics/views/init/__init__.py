"""csmetrics init: look at the files of a folder and write csmetrics.yaml for them."""

from csmetrics.sources.databases.names import is_database
from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import DATA, Option


def _fits(asked: Asked) -> str:
    """Databases have no exports to be recognised."""
    if is_database(asked["data"]):
        return "init looks at the files of a folder. For a database write a query per table: see docs/databases.md."
    return ""


def _answer(view: View, asked: Asked) -> Answer:
    """What was understood; or with --print the configuration alone, which programs get with all the rest."""
    made = view.compute(asked["data"], write=not asked["show"], today=asked.today)
    alone = asked["show"] and asked.format.name == "table"
    return Answer(text=made.yaml.rstrip("\n")) if alone else Answer(view.sheet(made))


VIEW = View(
    name="init",
    help="Recognise your exports and write csmetrics.yaml for them. Then show the first figures.\n\n"
    "Where your files leave a question open, csmetrics.yaml has it, with the lines to choose from. An existing\n"
    "csmetrics.yaml is never overwritten.",
    example="csmetrics init exports",
    options=(DATA, Option("show", "flag", "--print", "Print csmetrics.yaml instead of writing it.")),
    doing=lambda asked: f"Looking at {asked['data']}",
    fits=_fits,
    answers=_answer,
)
