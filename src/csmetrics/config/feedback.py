"""The sections `reviews` and `feedback`: the scale of ratings, the themes of comments and their languages."""

import re
from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from csmetrics.config.scalars import Name, OrEmpty, Scale, suggestion
from csmetrics.config.sections import Section
from csmetrics.config.word_patterns import patterns_of, without_marks

ALL: Final = "all"
LANGUAGES: Final = (
    "arabic", "armenian", "basque", "catalan", "czech", "danish", "dutch", "english", "esperanto", "estonian",
    "finnish", "french", "german", "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian",
    "nepali", "norwegian", "persian", "polish", "portuguese", "romanian", "russian", "serbian", "sesotho", "spanish",
    "swedish", "tamil", "turkish", "yiddish",
)  # fmt: skip
"""The languages whose words can be brought to their stems."""

STANDARD_THEMES: Final[Mapping[str, tuple[str, ...]]] = {
    "price": (
        "price", "pricing", "pricey", "expensive", "cheap", "cheaper", "cost", "costly", "overpriced", "fee", "invoice",
        "billing", "preis*", "teuer", "teure", "teurer", "günstig", "kosten", "rechnung", "precio", "caro", "cara",
        "barato", "coste", "factura", "prix", "cher", "chère", "tarif", "coût", "facture",
    ),
    "support": (
        "support", "customer service", "help desk", "helpdesk", "hotline", "kundendienst", "kundenservice", "hilfe",
        "soporte", "atención al cliente", "ayuda", "service client", "assistance", "aide",
    ),
    "usability": (
        "usability", "easy to use", "easy", "intuitive", "confusing", "complicated", "clunky", "interface",
        "bedienung", "benutzerfreundlich", "einfach", "kompliziert", "umständlich", "unübersichtlich",
        "fácil", "intuitivo", "complicado", "interfaz", "facile", "intuitif", "compliqué", "ergonomie",
    ),
    "reliability": (
        "bug", "buggy", "crash", "error", "outage", "downtime", "unreliable", "slow", "freeze", "broken",
        "absturz", "stürzt", "fehler", "ausfall", "langsam", "unzuverlässig",
        "fallo", "lento", "caída", "panne", "lent", "lente", "plante", "erreur",
    ),
    "features": (
        "feature", "functionality", "missing", "integration", "export", "report", "funktion*", "fehlt", "fehlende",
        "bericht", "schnittstelle", "función", "funcionalidad", "falta", "informe", "fonctionnalité", "manque",
        "rapport",
    ),
    "onboarding": (
        "onboarding", "setup", "set up", "training", "tutorial", "migration", "einrichtung", "einführung", "schulung",
        "einarbeitung", "configuración", "formación", "puesta en marcha", "mise en place", "formation",
        "prise en main",
    ),
}  # fmt: skip
"""The themes that `csmetrics feedback` looks for where none are declared."""


def _language(name: str) -> str:
    folded = name.strip().casefold()
    if folded not in LANGUAGES:
        raise ValueError(f'"{name}" is not among the languages that can be stemmed.{suggestion(folded, LANGUAGES)}')
    return folded


def _theme_name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        better = re.sub(r"[^a-z0-9]+", "_", without_marks(name.casefold())).strip("_0123456789")
        hint = f" Write {better}." if better else ""
        raise ValueError(f"a theme is named in small letters, digits and _, for its metric is called after it.{hint}")
    if name == ALL:
        raise ValueError(f"{ALL} is the line of all comments. Name the theme otherwise.")
    return name


def _findable(phrase: str) -> str:
    patterns_of(phrase)
    return phrase


def _one_at_least(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words:
        raise ValueError("a theme without words finds nothing. List words, or take the theme out.")
    return words


def _one_language(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("no language given. List one at least, or take the line out.")
    return tuple(dict.fromkeys(names))


Language = Annotated[str, AfterValidator(_language), Field(json_schema_extra={"enum": list(LANGUAGES)})]
ThemeName = Annotated[str, AfterValidator(_theme_name)]
ThemeWords = Annotated[
    tuple[Annotated[Name, AfterValidator(_findable)], ...],
    AfterValidator(_one_at_least),
    Field(json_schema_extra={"minItems": 1}),
]


Languages = Annotated[tuple[Language, ...], AfterValidator(_one_language), Field(json_schema_extra={"minItems": 1})]


class Reviews(Section):
    """Reviews on other people's pages: the scale of their ratings."""

    scale: Scale = Field(default=(1, 5), description="Lowest and highest rating.")


class FeedbackConfig(Section):
    """What comments are about: themes as lists of words, found by their stems."""

    themes: Annotated[dict[ThemeName, ThemeWords], OrEmpty] = Field(
        default_factory=dict,
        description=(
            "A theme's name: the words and phrases that tell it; price* is every word that begins with price. "
            "Each makes the metrics theme_NAME_comments and theme_NAME_share."
        ),
    )
    languages: Languages = Field(
        default=("english", "german", "spanish", "french"),
        description="What the comments are written in: words are compared by their stems in each of these.",
    )

    @property
    def themes_in_force(self) -> Mapping[str, tuple[str, ...]]:
        """The themes declared, or the standard ones.

        >>> list(FeedbackConfig().themes_in_force)[:2], list(FeedbackConfig(themes={"price": ["dear"]}).themes_in_force)
        (['price', 'support'], ['price'])
        """
        return self.themes or STANDARD_THEMES
