# Written by docs/generate.py.

from csmetrics import metrics as metrics
from csmetrics.config import Config as Config
from csmetrics.config import load_config as load_config
from csmetrics.errors import ConfigError as ConfigError
from csmetrics.errors import CsmetricsError as CsmetricsError
from csmetrics.errors import DataError as DataError
from csmetrics.errors import PeriodError as PeriodError
from csmetrics.errors import Problem as Problem
from csmetrics.errors import UnknownNameError as UnknownNameError
from csmetrics.figures.model import Figure as Figure
from csmetrics.figures.model import Report as Report
from csmetrics.periods import Period as Period
from csmetrics.tables.dataset import Dataset as Dataset
from csmetrics.views.backtest.compute import backtest as backtest
from csmetrics.views.board.compute import board as board
from csmetrics.views.check.compute import check as check
from csmetrics.views.cohorts.compute import cohorts as cohorts
from csmetrics.views.customer_health.compute import customer_health as customer_health
from csmetrics.views.customers.compute import customers as customers
from csmetrics.views.explain.compute import explain as explain
from csmetrics.views.feedback.compute import feedback as feedback
from csmetrics.views.health.compute import health as health
from csmetrics.views.health_models.compute import health_models as health_models
from csmetrics.views.history.compute import history as history
from csmetrics.views.init.compute import init as init
from csmetrics.views.reading import read as read
from csmetrics.views.report.compute import report as report
from csmetrics.views.snapshot.compute import snapshot as snapshot
from csmetrics.views.trend.compute import trend as trend
from csmetrics.views.workbook.compute import workbook as workbook

__version__: str
