"""The currencies that became the euro: each keeps one rate, from the day on which it did."""

from datetime import date
from fractions import Fraction
from typing import Final

EURO: Final = "EUR"

# Units of each currency for a euro, by the first day on which it was one: Council Regulation (EC) No 2866/98 of
# 31 December 1998, article 1, as amended by 1478/2000 (GRD), 1086/2006 (SIT), 1134/2007 (MTL), 1135/2007 (CYP),
# 694/2008 (SKK), (EU) 671/2010 (EEK), 870/2013 (LVL), 851/2014 (LTL), 2022/1208 (HRK) and 2025/1409 (BGN).
_RATES = """
    1999-01-01 ATS 13.7603
    1999-01-01 BEF 40.3399
    1999-01-01 DEM 1.95583
    1999-01-01 ESP 166.386
    1999-01-01 FIM 5.94573
    1999-01-01 FRF 6.55957
    1999-01-01 IEP 0.787564
    1999-01-01 ITL 1936.27
    1999-01-01 LUF 40.3399
    1999-01-01 NLG 2.20371
    1999-01-01 PTE 200.482
    2001-01-01 GRD 340.750
    2007-01-01 SIT 239.640
    2008-01-01 CYP 0.585274
    2008-01-01 MTL 0.429300
    2009-01-01 SKK 30.1260
    2011-01-01 EEK 15.6466
    2014-01-01 LVL 0.702804
    2015-01-01 LTL 3.45280
    2023-01-01 HRK 7.53450
    2026-01-01 BGN 1.95583
"""

JOINED: Final[dict[str, tuple[date, Fraction]]] = {
    currency: (date.fromisoformat(day), Fraction(units))
    for day, currency, units in map(str.split, _RATES.strip().splitlines())
}
"""The currencies that became the euro: since which day, and how many of their units make one."""


def in_euro(currency: str, day: date) -> Fraction | None:
    """What a unit of a currency that has become the euro is worth in euro; None of one that has not by that day.

    >>> in_euro("BGN", date(2026, 1, 1)), in_euro("BGN", date(2025, 12, 31)), in_euro("USD", date(2026, 1, 1))
    (Fraction(100000, 195583), None, None)
    """
    joined = JOINED.get(currency)
    return 1 / joined[1] if joined and day >= joined[0] else None
