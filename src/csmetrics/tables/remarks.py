"""What a file says that leaves no row out and that a reader of its figures should know all the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileRemark:
    """A sentence about a file: it stands at every figure that is counted in its table, or in one survey of it."""

    table: str
    file: str
    text: str
    survey: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"
