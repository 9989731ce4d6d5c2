"""Findings of our own beside those of pydantic, each at its place in csmetrics.yaml."""

from typing import Any

from pydantic_core import InitErrorDetails

from csmetrics.config.sections import Section


def entries(given: object, part: str | None = None) -> list[tuple[str, object]]:
    """The names and values of a mapping, or of a part of it, however it was handed in."""
    if isinstance(given, Section):
        given = given.model_dump(by_alias=True)
    if part and isinstance(given, dict):
        given = given.get(part)
    return list(given.items()) if isinstance(given, dict) else []


def fault(place: tuple[str, ...], given: object, text: str) -> InitErrorDetails:
    """Something wrong at a place within a section, in words."""
    return InitErrorDetails(type="value_error", loc=place, input=given, ctx={"error": ValueError(text)})


def again(detail: Any) -> InitErrorDetails:
    """A finding of pydantic, to be raised once more beside others."""
    return InitErrorDetails(type=detail["type"], loc=detail["loc"], input=detail["input"], ctx=detail.get("ctx", {}))
