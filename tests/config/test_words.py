"""What a word is, and what a theme may look for."""

import pytest

from csmetrics.config import Config, parse_config
from csmetrics.config.feedback import LANGUAGES, STANDARD_THEMES
from csmetrics.config.word_patterns import patterns_of, words_of
from csmetrics.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \t\n", []),
        ("!!! -- :-( 👍", []),
        ("Price/Quality", ["price", "quality"]),
        ("e_mail", ["e", "mail"]),
        ("24/7, 365x", ["24", "7", "365x"]),
        ("Don't", ["don't"]),
        ("don\u2019t", ["don't"]),
        ("'quoted'", ["quoted"]),
        ("l'application", ["l", "application"]),
        ("qu\u2019elle", ["qu", "elle"]),
        ("aujourd'hui", ["aujourd'hui"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("\ufb01ne \uff50rice", ["fine", "price"]),
        ("e\u0301leve\u0301", ["élevé"]),
        ("co\u00adoperate", ["cooperate"]),
        ("кошка Ёлка", ["кошка", "ёлка"]),
        ("समर्थन", ["समर्थन"]),
        ("Fish &amp; Chips &lt;b&gt;", ["fish", "chips", "b"]),
        ("AT&T R&D;", ["at", "t", "r", "d"]),
        ("na&iuml;ve", ["naïve"]),
        ("\u00e2\u20ac\u0153quoted\u00e2\u20ac", ["quoted"]),
        ("acme\u2122", ["acme"]),
        ("İstanbul", ["i\u0307stanbul"]),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


def test_plain_letters_take_a_short_way_to_the_same_words():
    for text in ("It's a-b_c, D.E! (f) 'g' h''i `j`", "a'b'c", "don't", "x_y'z"):
        assert words_of(text) == [word for word in words_of(text + " é") if word != "é"]


def test_every_word_of_the_standard_themes_can_be_found():
    assert Config(feedback={"themes": dict(STANDARD_THEMES)}).feedback.themes == STANDARD_THEMES


def test_a_phrase_is_its_words_and_a_star_opens_an_end():
    assert [(p.word, p.starts_open, p.ends_open) for p in patterns_of("Too *Preis* e-mail*")] == [
        ("too", False, False), ("preis", True, True), ("e", False, False), ("mail", False, True),
    ]  # fmt: skip


def test_the_languages_are_those_of_the_stemmer():
    from Stemmer import algorithms  # noqa: PLC0415  # what it offers is the point

    assert set(LANGUAGES) == set(algorithms()) - {"porter", "dutch_porter"}  # older ways of English and Dutch


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("feedback: {languages: []}", "languages: no language given. List one at least, or take the line out."),
        ("feedback: {themes: {a: [':-(']}}", 'a: ":-(" has no letter and no digit, so no comment can hold it.'),
        ("feedback: {themes: {a: ['*']}}", 'a: "*": a * alone is every word.'),
        ("feedback: {themes: {a: ['p*e']}}", 'a: "p*e": a * stands before or after a word, not inside it.'),
        (
            "feedback: {themes: {a: ['dear|cheap']}}",
            '"dear|cheap": | has no meaning here. List the words one by one, as in',
        ),
        ("feedback: {themes: {a: ['^dear$']}}", '"^dear$": ^ has no meaning here.'),
        ("feedback: {themes: {a: ['[dt]ear']}}", '"[dt]ear": [ has no meaning here.'),
        ("feedback: {themes: {a: ['c ++']}}", '"c ++": ++ stands alone, without a letter or a digit.'),
        ("feedback: {themes: {a: ['c#*']}}", '"c#*": a * goes with letters and digits alone.'),
        ("feedback: {themes: {a: []}}", "a: a theme without words finds nothing."),
        ("feedback: {themes: {a: [' ']}}", "a: no name given."),
        ("feedback: {themes: {Mobile App: [app]}}", "Write mobile_app."),
        ("feedback: {themes: {Prix élevé: [cher]}}", "Write prix_eleve."),
        ("feedback: {themes: {all: [app]}}", "themes: all: all is the line of all comments. Name the theme otherwise."),
        ("feedback: {themes: {'1': [app]}}", "a theme is named in small letters"),
        ("feedback: {themes: {a: app}}", "a list belongs"),
        ("feedback: {themez: {}}", "unknown key. Did you mean themes?"),
        ("reviews: {scale: [5, 1]}", "scale: 5 is not below 1."),
    ],
)
def test_what_cannot_be_followed_is_named(text, message):
    with pytest.raises(ConfigError) as caught:
        parse_config(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("csmetrics.yaml line 1, ")


def test_nothing_under_the_headings_is_the_default():
    assert parse_config("feedback:\nreviews:\n") == Config()
    assert parse_config("feedback:\n  themes:\n").feedback == Config().feedback


def test_languages_are_taken_once_and_regardless_of_case():
    assert parse_config("feedback: {languages: [German, german]}").feedback.languages == ("german",)
