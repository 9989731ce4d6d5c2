"""Which comments are about a theme: stems, phrases, beginnings and ends of words, in several languages."""

import pyarrow as pa
import pytest

from csmetrics.ledger import words
from csmetrics.ledger.themes import tag
from csmetrics.ledger.words import in_words

FOUR = ("english", "german", "spanish", "french")


def found(phrase, *comments, languages=FOUR):
    tagged = tag(pa.chunked_array([list(comments)], pa.string()), {"it": [phrase]}, languages)["it"]
    return [comment for comment, hit in zip(comments, tagged, strict=True) if hit]


@pytest.mark.parametrize(
    ("phrase", "hits", "misses"),
    [
        ("price", ["PRICE!", "the prices,", "pricing", "priced/sold"], ["prize", "priceless", "prix", "surprice"]),
        ("Prices", ["price"], []),
        ("teure", ["teuren", "Teures"], ["teuer"]),
        ("bericht", ["Die Berichte fehlen"], ["Berichterstattung"]),
        ("precio", ["los precios"], ["preciosa"]),
        ("prix", ["LE PRIX"], ["prise"]),
        ("élevé", ["eleve", "ELEVÉ", "prix élevés"], ["élan"]),
        ("application", ["l\u2019application plante", "d'applications"], ["app"]),
        (
            "too much money",
            ["far too much money.", "Too, much... MONEY"],
            ["too much", "much too money", "money too much"],
        ),
        ("easy to use", ["easy-to-use"], ["easy use", "use to easy"]),
        ("preis*", ["Preiserhöhung", "preis", "Preise"], ["Verkaufspreis", "Prei"]),
        ("*preis", ["Verkaufspreis", "Preis"], ["Preise"]),
        ("*preis*", ["Verkaufspreise"], ["prei s"]),
        ("günstig*", ["gunstige", "GÜNSTIGER"], ["ungünstig"]),
        ("größe", ["GRÖSSE"], ["grob"]),
        ("set up*", ["set upgrade", "we set up it"], ["setup"]),
        ("don't work", ["they don\u2019t work"], ["don t work"]),
        ("24/7", ["open 24-7"], ["247"]),
        ("价格", ["价格太贵了", "太贵的价格!"], ["价值", "格价"]),
        ("ガス", ["東京ガスの料金"], ["カス"]),
        ("ราคา", ["ราคาแพงมาก"], ["แพงมาก"]),
        ("가격*", ["가격이 비싸요"], ["고가격"]),
    ],
)
def test_what_a_phrase_finds(phrase, hits, misses):
    assert found(phrase, *hits, *misses) == hits


def test_a_phrase_does_not_reach_into_the_next_comment():
    assert found("too much", "it is too", "much of it", "too", "", "much") == []


def test_the_languages_decide_what_a_stem_is():
    assert found("teure", "teuren", languages=["english"]) == []
    assert found("teure", "teuren", languages=["english", "german"]) == ["teuren"]


def test_without_themes_or_comments_there_is_nothing():
    assert tag(pa.chunked_array([["a"]]), {}, FOUR) == {}
    assert tag(pa.chunked_array([], pa.string()), {"it": ["a"]}, FOUR)["it"].tolist() == []
    assert found("a", "", "!!", "...") == []


def test_batches_are_no_matter(monkeypatch):
    comments = ["too much", "money", "The PRICE, again", "", "too much money", "l'app"] * 7
    text = pa.chunked_array([comments[:5], comments[5:]])
    themes = {"price": ["price", "too much money"], "app": ["app*"]}
    whole = {theme: hits.tolist() for theme, hits in tag(text, themes, FOUR).items()}
    for size in (1, 2, 5, 41):
        monkeypatch.setattr(words, "BATCH", size)
        assert {theme: hits.tolist() for theme, hits in tag(text, themes, FOUR).items()} == whole


def test_each_comment_is_its_words_in_their_order(monkeypatch):
    comments = ["One, two/three", "", "two l'one ...", "-", "four"]
    monkeypatch.setattr(words, "BATCH", 2)
    read = [[] for _ in comments]
    for batch in in_words(pa.chunked_array([comments])):
        for code, comment in zip(batch.code.tolist(), batch.comment.tolist(), strict=True):
            read[comment].append(batch.distinct[code])
    assert read == [["one", "two", "three"], [], ["two", "l", "one"], [], ["four"]]


def test_one_endless_word_does_no_harm():
    assert found("price", "x" * 1_000_000, "price") == ["price"]
