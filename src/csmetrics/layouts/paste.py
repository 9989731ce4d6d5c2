"""A layout as lines to paste into csmetrics.yaml."""

from csmetrics.config.write import one_line_each
from csmetrics.layouts.apply import Decision, declared
from csmetrics.layouts.model import Layout


def to_paste(layout: Layout) -> str:
    """The lines that apply a layout, with what is left to decide as comments to choose from.

    >>> from csmetrics.layouts.registry import layouts
    >>> print(to_paste(layouts()["stripe_subscriptions"]), end="")
    tables:
      subscriptions:
        layout: stripe_subscriptions
        # Is Amount the price of one unit or of the whole line? Take one of these lines:
        # amount_is: unit  # Amount is the price of one, which Quantity multiplies
        # amount_is: line  # Amount is the whole line, whatever Quantity says
    """
    lines = naming(layout)
    for each in declared(layout):
        take = "take one of these lines" if len(each.choices) > 1 else "take this line"
        take = take.capitalize() if each.stops else f"If so, {take}"
        lines += [f"# {each.asks} {take}:", *(f"# {line}" for line in lines_of(each))]
    return "\n".join(["tables:", f"  {layout.table}:", *(f"    {line}" for line in lines)]) + "\n"


def naming(layout: Layout) -> list[str]:
    """The lines that name a layout; a shape that is not the usual one tells which columns there are."""
    shape = layout.settings.shape
    return [f"layout: {layout.name}", *([f"shape: {shape}"] if shape else [])]


def lines_of(decision: Decision) -> list[str]:
    """What there is to choose from, a line each, with what it means behind it."""
    return [
        f"{line}  # {choice.means}" if choice.means else line
        for choice in decision.choices
        for line in one_line_each(choice.write).split("\n")
    ]
