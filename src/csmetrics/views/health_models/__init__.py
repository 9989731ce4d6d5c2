"""The models of the scores in force, as YAML to be pasted; `csmetrics health --model` shows them, to people alone."""

from csmetrics.views.model import View

VIEW = View(name="health_models")
