"""The models of the scores in force."""

from csmetrics.framed import Framed
from csmetrics.subjects.health.models import Model, propose_models
from csmetrics.tables.dataset import Dataset


class HealthModels(tuple[Model, Model], Framed, view="health_models"):
    """The health and the distress model.

    >>> from csmetrics import read
    >>> health_models(read("examples/acme"))
    <HealthModels health: 10 signals; distress: 3 signals>
    """

    __slots__ = ()


def health_models(data: Dataset) -> HealthModels:
    """The rules of the health and the distress score: yours, or those that your tables allow.

    Raises DataError, UnknownNameError.
    """
    return HealthModels(propose_models(data))
