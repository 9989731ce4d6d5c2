"""What people call metrics, where that is the name of none: one word may stand for several."""

import difflib
from collections.abc import Collection

from csmetrics.errors import did_you_mean

_ALIKE, _SHORT = 0.8, 4  # a word of few letters is easily another
_CHURN = ("customer_churn_rate", "revenue_churn_rate")
_RETENTION = ("customer_retention_rate", "gross_revenue_retention", "net_revenue_retention")
SPOKEN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("churn", "churn_rate"), _CHURN),
    **dict.fromkeys(("logo_churn", "customer_churn"), _CHURN[:1]),
    **dict.fromkeys(("revenue_churn", "mrr_churn", "gross_churn"), _CHURN[1:]),
    **dict.fromkeys(("retention", "retention_rate"), _RETENTION),
    **dict.fromkeys(("logo_retention", "customer_retention"), _RETENTION[:1]),
    **dict.fromkeys(("grr", "gross_retention"), _RETENTION[1:2]),
    **dict.fromkeys(("nrr", "ndr", "net_retention"), _RETENTION[2:]),
    **dict.fromkeys(("ltv", "lifetime_value"), ("clv",)),
    "ltv_to_cac": ("clv_to_cac",),
}


def spoken(name: str) -> tuple[str, ...]:
    """The metrics that people mean by a word, also where a letter of it is wrong; none where it is not known.

    >>> spoken("Churn"), spoken("NRR"), spoken("mrr")
    (('customer_churn_rate', 'revenue_churn_rate'), ('net_revenue_retention',), ())
    >>> spoken("chrun")
    ('customer_churn_rate', 'revenue_churn_rate')
    """
    word = name.strip().casefold().replace("-", "_").replace(" ", "_")
    close = difflib.get_close_matches(word, SPOKEN, n=1, cutoff=_ALIKE) if len(word) > _SHORT else []
    return SPOKEN.get(word) or (SPOKEN[close[0]] if close else ())


def meant(name: str, known: Collection[str]) -> str:
    """A question for who wrote a name that is no metric: what people mean by it, else the closest name; or nothing.

    >>> meant("churn", ["customer_churn_rate", "revenue_churn_rate"])
    ' Did you mean customer_churn_rate or revenue_churn_rate?'
    >>> meant("arpuu", ["arpu"]), meant("weather", ["arpu"])
    (' Did you mean arpu?', '')
    """
    offered = [each for each in spoken(name) if each in known]
    return f" Did you mean {' or '.join(offered)}?" if offered else did_you_mean(name, known)
