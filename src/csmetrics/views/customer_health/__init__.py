"""One customer's scores, signal by signal; `csmetrics explain health_score --customer ID` shows them."""

from csmetrics.views.model import View

VIEW = View(name="customer_health")
