"""csmetrics board: the monthly page for a board."""

from csmetrics.views.board.page_sections import SECTIONS
from csmetrics.views.model import Answer, Asked, View
from csmetrics.views.options import BY, CHECK, CONFIG, CURRENCY, DATA, PARTIAL, STORE, STRICT, WHEN, Option, names


def _answer(view: View, asked: Asked) -> Answer:
    """The page of a folder, beside what has been published of it."""
    found: Answer = view.part("answer").answer(view, asked)
    return found


VIEW = View(
    name="board",
    help="Write the monthly page for your board: the figures, why they moved, who is at risk, and the rows behind.\n\n"
    "--output board.html writes one file that opens in any browser, works offline, and prints.",
    example="csmetrics board data --output board.html",
    options=(
        DATA,
        names("sections", "--sections", "section", SECTIONS, "all that your data allow"),
        Option("title", "text", "--title", "The title of the page.  [default: Customer success and the period]", "TEXT",
               blank="A title needs a text. Leave --title out for the usual one."),
        Option("no_quotes", "flag", "--no-quotes", "Leave out what customers wrote."),
        *WHEN,
        BY,
        CURRENCY,
        STORE,
        CONFIG,
        STRICT,
        PARTIAL,
        CHECK,
    ),
    answers=_answer,
)  # fmt: skip
