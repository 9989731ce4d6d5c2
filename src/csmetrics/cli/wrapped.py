"""Messages broken into lines of a terminal, and what is never broken: values, names, commands, lines to be pasted."""

import re
from collections.abc import Iterable, Iterator

HANGING = 4  # letters by which the rest of a message is set in under its beginning
LEAST = 40  # a terminal narrower than that breaks lines itself

_PASTED = re.compile(r"""\s+(?:- |(?:\w+|"[^"]*"|'[^']*'):(?:\s|$))""")  # a line of YAML
_LISTED = re.compile(r"\b(?:The header has|There are|It has) (.+?)\.(?= [A-Z]|$)")  # columns, sheets, segments
_WHOLE = (
    r'"[^"\n]{0,80}"',
    r"(?<!\w)'[^'\n]{0,80}'(?!\w)",
    r"\{[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}",
    r"\[[^\[\]\n]*\]",
    r"\bcsmetrics [a-z]+(?: (?:[A-Z]{2,}\b|--[a-z-]+(?: [A-Z]{2,}\b)?))*",
    r"--[a-z-]+ [A-Z0-9][\w.-]*",
    r"\b[a-z_]+: (?=[\w{\[\"'])",  # a key and what is set
    r"\brow \d",
    r"\S",
)


def wrapped(line: str, width: int, names: Iterable[str] = ()) -> Iterator[str]:
    r"""The line in pieces of a width; what is wider and must not be broken runs over, `names` with blanks included.

    >>> print(*wrapped('csmetrics: a.csv row 17, score "eleven or so": outside 0 to 10. Correct it.', 40), sep="\n")
    csmetrics: a.csv row 17, score
        "eleven or so": outside 0 to 10.
        Correct it.
    """
    from rich.cells import cell_len  # noqa: PLC0415  # slow to import, and most messages are short

    width = max(width, LEAST)
    if len(line) * 2 <= width or cell_len(line) <= width or _PASTED.match(line):
        yield line
        return
    indent = line[: len(line) - len(line.lstrip())]
    listed = (name for found in _LISTED.finditer(line) for name in found[1].split(", ") if name != found[1])
    known = sorted({re.escape(name) for name in (*names, *listed) if " " in name}, key=lambda name: (-len(name), name))
    begun, end = indent, len(indent)
    for found in re.finditer(f"(?:{'|'.join((*known, *_WHOLE))})+", line):
        gap, word = line[end : found.start()], found[0]
        if begun.strip() and cell_len(begun + gap + word) > width:
            yield begun
            begun = f"{indent}{' ' * HANGING}{word}"
        else:
            begun += gap + word
        end = found.end()
    yield begun
