"""Which comments are about a theme: stems, phrases, beginnings and ends of words, in several languages."""

import pyarrow as pa
import pytest

from csmetrics.subjects.comments import words
from csmetrics.subjects.comments.themes import tag
from csmetrics.subjects.comments.words import in_words

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
        (
            "can't log in",
            ["i can&#39;t log in", "can&rsquo;t log in", "cant log in", "Can\u2018t log in"],
            ["can log in"],
        ),
        ("cant log in", ["I can\u2019t log in"], ["can log in"]),
        ("shell", ["a shell"], ["she'll"]),
        (
            "can't",
            ["can&amp;#39;t", "can&#x2019;t", "can\u00e2\u20ac\u2122t", "can\u201a\u00c4\u00f4t"],
            ["can\u00e2t"],
        ),
        ("can't", ["can\u00c3\u00a2\u00e2\u201a\u00ac\u00e2\u201e\u00a2t", "can\u2032t", "can\u02bct"], []),
        ("schön", ["sch&ouml;n", "sch\u00c3\u00b6n", "SCHON"], ["sch\u00c3n"]),
        ("fair price", ["fair&nbsp;price", "fair &amp; price"], ["fairprice"]),
        ("o\u00f9", ["O\u00d9"], ["ou"]),
        ("c#", ["C#!", "we use c#, mostly", "c# 12"], ["C", "c", "csharp", "c#s", "xc#"]),
        ("c++", ["C++17 or c++"], ["c", "c+", "c+++"]),
        (".net", ["on .NET", "(.net)"], ["net", "asp.net", "example.net"]),
        ("100%", ["100% sure"], ["100", "100 sure"]),
        ("visual c++", ["Visual  C++ is slow"], ["visual c", "visual studio c++"]),
        ("5\u20ac", ["only 5\u20ac"], ["5", "15\u20ac"]),
        ("node.js", ["Node.JS", "node js"], ["node"]),
        ("r&d", ["our R&amp;D", "R&D"], ["rd"]),
        ('"dear"', ["too dear"], []),
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
