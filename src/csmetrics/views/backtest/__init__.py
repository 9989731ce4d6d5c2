"""What past scores were worth; `csmetrics health --backtest` shows it."""

from csmetrics.views.model import View

VIEW = View(name="backtest")
