"""Both models as YAML ready to paste into csmetrics.yaml; in Markdown it is fenced."""

from csmetrics.config.write import yaml_text
from csmetrics.output.page import Drawing, Page
from csmetrics.subjects.health.models import Model, as_declared


def page(models: tuple[Model, Model]) -> Page:
    """The text, which has neither width nor colour."""
    health, distress = models
    text = yaml_text({"health": as_declared(health), "distress": as_declared(distress)})
    return (Drawing(lambda _width, _colour: text, "yaml"),)
