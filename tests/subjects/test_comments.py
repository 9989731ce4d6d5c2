"""What is a comment: something that can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import csmetrics
from csmetrics.config.letters import UNSEEN, is_blank
from csmetrics.config.word_patterns import patterns_of, signed_words, words_of

INVISIBLE = [
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u00a0",
    "\u2060",
    "\u200d\ufe0f",
    "\u3164",
    "&nbsp;",
    "&#8203;",
    " &#xFEFF; &shy; ",
]
SEEN = ["-", ".", "n/a", "\U0001f4b8", "&", "&amp;", "&nothing;", "a\u200b", "\u200b!", "0", "\U0001fae8"]
PLAIN = st.text(st.sampled_from("abcXYZ 0'-/.,!")) | st.text()


def counted(read, comments):
    rows = "".join(f'nps,9,2026-01-05,c{n},"{text}"\n' for n, text in enumerate(comments))
    data = read(surveys__csv="survey,score,responded_at,customer_id,comment\n" + rows + "nps,9,2026-02-01,z,fine\n")
    found = csmetrics.feedback(data, "2026-01")
    metric = csmetrics.report(data, "2026-01", metrics="comments").figure("comments")
    assert metric.value == found.whole.comments
    return [quote.text for quote in found.quotes]


def test_what_nobody_can_see_is_no_comment(read):
    assert sorted(counted(read, [*INVISIBLE, *SEEN])) == sorted(SEEN)


@pytest.mark.parametrize("text", INVISIBLE)
def test_a_file_of_invisible_comments_has_none(read, text):
    assert counted(read, [text, text]) == []


@given(st.text(st.sampled_from([*UNSEEN, " ", "\u200b", "\t", "\u2028"])))
def test_invisible_signs_together_are_invisible(text):
    assert is_blank(text)


@given(PLAIN)
def test_a_text_written_with_entities_has_the_words_of_the_text(text):
    written = "".join(f"&#{ord(sign)};" for sign in text if ord(sign) > 127 or sign.isalnum() or sign in "'-/. ")
    plain = "".join(sign for sign in text if ord(sign) > 127 or sign.isalnum() or sign in "'-/. ")
    if any(0x80 <= ord(sign) < 0xA0 for sign in plain):  # HTML reads those as Windows does
        return
    assert words_of(written) == words_of(plain)
    assert words_of(written.replace("&", "&amp;")) == words_of(plain)


@given(PLAIN, st.sampled_from(["c#", "c++", ".net", "100%", "a@b"]))
def test_a_word_with_signs_takes_nothing_away_from_the_other_words(text, word):
    signed = signed_words(patterns_of(word))
    alone = words_of(f"{text} {word} {text}", signed)
    assert word in alone
    assert words_of(text) == words_of(text, signed_words(patterns_of("zzz+"))) or "zzz+" in text
