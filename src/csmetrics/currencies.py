"""The currencies there are, and how many decimals each has."""

from csmetrics.errors import UnknownNameError, did_you_mean

# ISO 4217, list one, as of amendment 180 (1 January 2026: Bulgaria joined the euro). One letter a line.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN
    BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
    CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK
    DJF DKK DOP DZD
    EGP ERN ETB EUR
    FJD FKP
    GBP GEL GHS GIP GMD GNF GTQ GYD
    HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK
    JMD JOD JPY
    KES KGS KHR KMF KPW KRW KWD KYD KZT
    LAK LBP LKR LRD LSL LYD
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN
    NAD NGN NIO NOK NPR NZD
    OMR
    PAB PEN PGK PHP PKR PLN PYG
    QAR
    RON RSD RUB RWF
    SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
    THB TJS TMT TND TOP TRY TTD TWD TZS
    UAH UGX USD USN UYI UYU UYW UZS
    VED VES VND VUV
    WST
    XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX
    YER
    ZAR ZMW ZWG
"""

_WITHDRAWN = "ANG BGN BYR CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL"

CURRENCIES: frozenset[str] = frozenset(_CODES.split()) | frozenset(_WITHDRAWN.split())
"""The codes of ISO 4217: three capital letters each, funds and metals included, and those withdrawn since 2010."""


def known_currency(code: str) -> str:
    """The code in capital letters. Raises UnknownNameError where there is no such currency.

    >>> known_currency("eur")
    'EUR'
    """
    found = code.strip().upper()
    if found not in CURRENCIES:
        raise UnknownNameError(f"No currency is called {code}.{did_you_mean(found, sorted(CURRENCIES))}")
    return found


_MINOR_UNITS = {
    0: "BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_OTHERWISE = 2


def decimals_of(code: str) -> int:
    """How many decimals the smallest unit of a currency stands for, by ISO 4217.

    >>> decimals_of("USD"), decimals_of("JPY"), decimals_of("KWD")
    (2, 0, 3)
    """
    return next((decimals for decimals, codes in _MINOR_UNITS.items() if code in codes.split()), _OTHERWISE)


# What people write beside an amount, and the currencies that it may stand for. One sign a line.
_SIGNS = """
    $ USD AUD CAD NZD SGD HKD TWD MXN ARS BBD BMD BND BSD BZD CLP COP DOP FJD GYD JMD KYD LRD NAD SBD SRD TTD UYU XCD
    US$ USD
    A$ AUD
    AU$ AUD
    C$ CAD
    CA$ CAD
    NZ$ NZD
    S$ SGD
    HK$ HKD
    NT$ TWD
    MX$ MXN
    R$ BRL
    \N{EURO SIGN} EUR
    \N{POUND SIGN} GBP EGP FKP GIP LBP SHP SSP SYP
    \N{YEN SIGN} JPY CNY
    \N{FULLWIDTH YEN SIGN} JPY CNY
    \N{CJK UNIFIED IDEOGRAPH-5186} JPY
    \N{CJK UNIFIED IDEOGRAPH-5143} CNY
    \N{INDIAN RUPEE SIGN} INR
    Rs INR PKR LKR NPR MUR
    \N{WON SIGN} KRW
    \N{RUBLE SIGN} RUB
    \N{TURKISH LIRA SIGN} TRY
    \N{HRYVNIA SIGN} UAH
    \N{NEW SHEQEL SIGN} ILS
    \N{DONG SIGN} VND
    \N{PESO SIGN} PHP
    \N{THAI CURRENCY SYMBOL BAHT} THB
    \N{NAIRA SIGN} NGN
    \N{TENGE SIGN} KZT
    R ZAR
    kr SEK NOK DKK ISK
    z\N{LATIN SMALL LETTER L WITH STROKE} PLN
    K\N{LATIN SMALL LETTER C WITH CARON} CZK
    Ft HUF
    lei RON MDL
    Fr CHF
    SFr CHF
"""
_MEANT = {sign: tuple(codes) for sign, *codes in map(str.split, _SIGNS.strip().splitlines())}


def currencies_of_sign(sign: str) -> tuple[str, ...]:
    """The currencies that a sign or code beside an amount may stand for; none where it is neither.

    >>> currencies_of_sign("eur"), currencies_of_sign("US$"), currencies_of_sign("kr."), currencies_of_sign("kg")
    (('EUR',), ('USD',), ('SEK', 'NOK', 'DKK', 'ISK'), ())
    """
    plain = sign.removesuffix(".")
    if plain.upper() in CURRENCIES:
        return (plain.upper(),)
    return _MEANT.get(plain, ())
