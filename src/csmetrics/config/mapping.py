"""How the rows of a file become ours: which of them are taken, what is worked out of several columns, their shape."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator

from csmetrics.config.scalars import Constant, Header, OrEmpty
from csmetrics.config.sections import Section

Shape = Literal["spells", "events", "periodic", "tenure", "invoices"]


def _files(given: Any) -> Any:
    """One name, or several that are one table."""
    names = given if isinstance(given, list | tuple) else [given]
    if not names or not all(isinstance(name, str) for name in names):
        raise ValueError("no name of a file. Write one in quotes, or a list of names.")
    if not all(name.strip() for name in names):
        raise ValueError("no name given. Write one, or take the line out.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f'"{twice}" is listed twice, so its rows would count twice. Take one out.')
    return tuple(names) if isinstance(given, list | tuple) else given


FileNames = Annotated[
    str | tuple[str, ...],
    PlainValidator(_files),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
            ],
            "examples": ["export.csv", "subscriptions-*.csv", ["2025.csv", "2026.csv"]],
        }
    ),
]


def _listed(given: Any) -> Any:
    """One value stands for a list of one."""
    return given if given is None or isinstance(given, list | tuple) else [given]


BOUNDS = ("above", "at_least", "below", "at_most")
"""The conditions that compare numbers or days."""

_Values = Annotated[tuple[Constant, ...], BeforeValidator(_listed)]


class Condition(Section):
    """Which cells of a column are meant. Several conditions hold together; case and spaces around do not matter."""

    model_config = ConfigDict(populate_by_name=True)

    in_: _Values | None = Field(default=None, alias="in", description="One of these values.")
    not_: _Values | None = Field(default=None, alias="not", description="None of these values.")
    above: Constant | None = Field(default=None, description="A number or day above this one.")
    at_least: Constant | None = Field(default=None, description="A number or day of at least this one.")
    below: Constant | None = Field(default=None, description="A number or day below this one.")
    at_most: Constant | None = Field(default=None, description="A number or day of at most this one.")
    blank: bool | None = Field(default=None, description="true: nothing stands there; false: something does.")

    @model_validator(mode="before")
    @classmethod
    def _values_alone_are_meant(cls, given: Any) -> Any:
        return given if given is None or isinstance(given, dict | Condition) else {"in": given}

    @model_validator(mode="after")
    def _says_something(self) -> "Condition":
        if all(value is None for value in self.__dict__.values()):
            raise ValueError("no condition given. Write a value, a list of values, or one of not, above, below, blank.")
        return self


Where = Annotated[dict[Header, Condition], OrEmpty]
Compute = Annotated[dict[str, Header], OrEmpty]
