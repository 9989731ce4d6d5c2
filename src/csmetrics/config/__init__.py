"""csmetrics.yaml: what the files are called, which scales and costs apply, under which rules the figures are made."""

from csmetrics.config.forms import ColumnForm
from csmetrics.config.load import load_config, parse_config
from csmetrics.config.model import Config
from csmetrics.config.rates import RatesConfig
from csmetrics.config.tables import TableConfig

__all__ = ["ColumnForm", "Config", "RatesConfig", "TableConfig", "load_config", "parse_config"]
