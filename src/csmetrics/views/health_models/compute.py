"""The models of the scores in force."""

from csmetrics.subjects.health.models import Model, propose_models
from csmetrics.tables.dataset import Dataset


def health_models(data: Dataset) -> tuple[Model, Model]:
    """The health and the distress model, as declared or as the tables allow. Raises DataError, UnknownNameError."""
    return propose_models(data)
