"""What a file says that leaves no row out and that a reader of its figures should know all the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileRemark:
    """A sentence about a file: it stands at every figure counted in its table, in one survey of it, or in `tallies`."""

    table: str
    file: str
    text: str
    survey: str = ""
    tallies: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"
