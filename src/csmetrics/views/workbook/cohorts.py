"""The sheet Cohorts: which share of those who first paid in a month still pays, as formulas over how many they are."""

from csmetrics.figures.cohorts import Cohorts
from csmetrics.output.sheets.writer import Tab, absolute
from csmetrics.views.workbook.layout import HEAD
from csmetrics.views.workbook.model import Workbook
from csmetrics.views.workbook.sheet_top import write_header, write_heading

_SHARE = "0 %"


def write_cohorts(tab: Tab, month: Workbook) -> None:
    """Shares above, customers beneath."""
    said = "Customers by the period of their first payment: the share that pays at the close of each period since."
    write_heading(tab, month, "Cohorts", said)
    found = month.cohorts
    if found is None or not found.cohorts:
        tab.line("There are none: no first payment is in the files, or rates of exchange do not reach back to it.")
        return
    many, ages = len(found.cohorts), len(found.average)
    counted = HEAD + many + 5  # the first row of customers
    write_header(tab, "first payment", "size", *map(str, range(ages)))
    tab.sheet.freeze_panes(HEAD + 1, 2)
    _shares(tab, found, counted)
    _averages(tab, found, counted)
    tab.sheet.conditional_format(HEAD + 1, 2, HEAD + many, ages + 1, _heat())
    tab.next(counted - 2 - tab.row)
    tab.line("Customers paying at the close", look="part")
    write_header(tab, "first payment", "size", *map(str, range(ages)))
    for cohort in found.cohorts:
        tab.write(0, cohort.period.name)
        tab.formula(1, f"={absolute(tab.row, 2)}", cohort.size, "strong", "count")
        for age, value in enumerate(cohort.values):
            tab.write(2 + age, value, form="count")
        tab.next()
    tab.next()
    for note in found.notes:
        tab.line(note, look="quiet")
    tab.widths(16, 8, *[6.5] * ages)
    tab.printed(HEAD)


def _shares(tab: Tab, found: Cohorts, counted: int) -> None:
    for at, cohort in enumerate(found.cohorts):
        row = counted + at
        tab.write(0, cohort.period.name)
        tab.formula(1, f"={absolute(row, 1)}", cohort.size, "strong", "count")
        for age, share in enumerate(cohort.shares):
            own, size = absolute(row, 2 + age), absolute(row, 1)
            tab.formula(2 + age, f'=IF({size}=0,"",{own}/{size})', share, "", _SHARE)
        tab.next()


def _averages(tab: Tab, found: Cohorts, counted: int) -> None:
    """The sum at an age over the sizes of the cohorts that have reached it."""
    tab.write(0, "average", "total")
    tab.write(1, None, "total")
    for age, share in enumerate(found.average):
        reached = [at for at, cohort in enumerate(found.cohorts) if len(cohort.values) > age]
        last = counted + reached[-1]
        sums = [f"SUM({absolute(counted, column)}:{absolute(last, column)})" for column in (2 + age, 1)]
        tab.formula(2 + age, f'=IF({sums[1]}=0,"",{sums[0]}/{sums[1]})', share, "total", _SHARE)
    tab.next()


def _heat() -> dict[str, object]:
    return {
        "type": "3_color_scale", "min_color": "#FFFFFF", "mid_color": "#C4D6EF", "max_color": "#5F8FD8",
        "min_type": "num", "min_value": 0, "mid_type": "num", "mid_value": 0.6, "max_type": "num", "max_value": 1,
    }  # fmt: skip
