"""csmetrics history: what has been published."""

from csmetrics.output.sentences import count_of
from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import CONFIG, METRICS, STORE, Option


def _fits(asked: Asked) -> str:
    if asked["export_to"] or asked["import_from"]:
        if asked["metrics"] or (asked["export_to"] and asked["import_from"]):
            return "--export and --import move the whole store: give one of them, without metrics."
        if asked["output"]:
            return "--export and --import write no report. Leave out --output."
    return ""


def _answer(view: View, asked: Asked) -> Answer:
    compute, where = view.part("compute"), {"store": asked["store"], "config": asked["config"]}
    if asked["export_to"]:
        count = compute.export_history(asked["export_to"], **where)
        return Answer(text=f"{count_of(count, 'version')} written to {asked['export_to']}.")
    if asked["import_from"]:
        new, known = compute.import_history(asked["import_from"], **where)
        return Answer(text=f"{count_of(new, 'version')} imported, {count_of(known, 'version')} there already.")
    return Answer(view.sheet(view.compute(metrics=asked["metrics"], **where)))


VIEW = View(
    name="history",
    help="Show what you have published and restated: each version with its date and reason.",
    example="csmetrics history mrr nps --store history.db",
    options=(
        METRICS,
        Option(
            "export_to",
            "path",
            "--export",
            "Copy the whole store into a new folder, as CSV and Parquet.",
            "FOLDER",
        ),
        Option("import_from", "path", "--import", "Add to the store what --export wrote.", "FOLDER"),
        STORE,
        CONFIG,
    ),
    doing=lambda asked: "Writing the history" if asked["export_to"] else "Reading the history",
    fits=_fits,
    answers=_answer,
)
