"""Formulas worked out in plain Python, by rewriting their text: no program of tables is asked."""

import re

from openpyxl.utils import range_boundaries

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?P<range>(?:[A-Za-z]+!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?\b)"""
    r"""|(?P<name>[A-Za-z_][A-Za-z_0-9.]*)|(?P<number>\d+\.?\d*(?:E[-+]?\d+)?)|(?P<sign><=|>=|<>|[-+*/(),=<>&])|\s+"""
)
_SIGNS = {"=": "==", "<>": "!=", "&": "+"}


class Area(list):
    """Cells of a range, row by row."""


class Count(int):
    """A number that a text may follow."""

    def __add__(self, other):
        return f"{int(self)}{other}" if isinstance(other, str) else int(self) + other


def _numbers(values):
    for each in values:
        if isinstance(each, Area):
            yield from (value for value in each if isinstance(value, (int, float)) and not isinstance(value, bool))
        else:
            yield each


def _matches(value, wanted):
    return value == wanted


def _sum_if(keys, wanted, amounts):
    return sum(amount for key, amount in zip(keys, amounts, strict=True) if _matches(key, wanted) and amount != "")


class Book:
    """A workbook read by openpyxl, with its formulas; each cell is worked out when it is asked for."""

    def __init__(self, book):
        self.book, self.known = book, {}
        self.names = {name: each.attr_text.replace("$", "") for name, each in book.defined_names.items()}
        self.functions = {
            "IF_": lambda condition, yes, no: yes() if condition() else no(),
            "OR": lambda *all_: any(all_),
            "AND": lambda *all_: all(all_),
            "ABS": abs,
            "MIN": lambda *all_: min(_numbers(all_)),
            "MAX": lambda *all_: max(_numbers(all_)),
            "SUM": lambda *all_: sum(_numbers(all_)),
            "SUMIF": _sum_if,
            "COUNTIF": lambda keys, wanted: Count(sum(_matches(key, wanted) for key in keys)),
            "cell": self.area,
        }

    def value(self, sheet, cell):
        if (sheet, cell) not in self.known:
            held = self.book[sheet][cell].value
            formula = isinstance(held, str) and self.book[sheet][cell].data_type == "f"
            self.known[sheet, cell] = self.evaluate(held[1:], sheet) if formula else "" if held is None else held
        return self.known[sheet, cell]

    def area(self, sheet, where):
        left, top, right, bottom = range_boundaries(where)
        cells = [self.book[sheet].cell(row, column).coordinate for row in range(top, bottom + 1)
                 for column in range(left, right + 1)]  # fmt: skip
        return self.value(sheet, cells[0]) if ":" not in where else Area(self.value(sheet, each) for each in cells)

    def evaluate(self, formula, sheet):
        rewritten = _lazily("".join(self._rewritten(formula, sheet)))
        return eval(rewritten, {"__builtins__": {}, **self.functions})  # noqa: S307  # our own formula

    def _rewritten(self, formula, sheet):
        at = 0
        while at < len(formula):
            found = _TOKEN.match(formula, at)
            assert found, formula[at:]
            at = found.end()
            if found["text"]:
                yield repr(found["text"][1:-1].replace('""', '"'))
            elif found["range"]:
                where = found["range"].replace("$", "")
                yield _reference(where if "!" in where else f"{sheet}!{where}")
            elif found["name"]:
                yield _reference(self.names[found["name"]]) if found["name"] in self.names else found["name"]
            elif found[0].strip():
                yield _SIGNS.get(found[0], found[0])


def _reference(place):
    sheet, _, where = place.partition("!")
    return f"cell({sheet!r},{where!r})"


def _lazily(text):
    """IF with branches that are worked out only when they are needed, as a program of tables does."""
    while (at := text.find("IF(")) >= 0 and (found := _next_if(text)) is not None:
        at, end, parts = found
        text = f"{text[:at]}IF_({','.join(f'(lambda: ({part}))' for part in parts)}){text[end:]}"
    return text


def _next_if(text):
    for found in re.finditer(r"(?<![A-Z_])IF\(", text):
        depth, quoted, parts, start = 1, False, [], found.end()
        for at in range(found.end(), len(text)):
            sign = text[at]
            quoted ^= sign == "'"
            depth += 0 if quoted else (sign == "(") - (sign == ")")
            if not quoted and ((sign == "," and depth == 1) or depth == 0):
                parts.append(text[start:at])
                start = at + 1
            if depth == 0:
                return found.start(), at + 1, parts
    return None
