"""The words that set detractors apart from promoters."""

from dataclasses import dataclass

import numpy as np

from csmetrics.metrics.log_odds import log_odds_z
from csmetrics.subjects.comments.word_counts import WordCounts, count_words
from csmetrics.views.feedback.themed_comments import ThemedComments

LEAST_COMMENTS = 10  # of promoters and of detractors each; below that chance chooses the words
LEAST_WRITERS = 3  # who wrote a word, so that none gives away who did
MOST_WORDS = 10
APART = 1.959963984540054  # standard errors


@dataclass(frozen=True, slots=True)
class ContrastWord:
    """A word, how many comments of detractors and of promoters hold it, and how far apart that sets them."""

    word: str
    detractors: int
    promoters: int
    z: float


@dataclass(frozen=True, slots=True)
class ContrastWords:
    """The words of either side, those that set it apart most first; `reason` says why there are none to be had."""

    detractor_comments: int
    promoter_comments: int
    reason: str | None
    detractors: tuple[ContrastWord, ...] = ()
    promoters: tuple[ContrastWord, ...] = ()


def contrast(said: ThemedComments) -> ContrastWords:
    """The words of the NPS comments among these, each counted once a comment."""
    asked = said.take(said.nps_class >= 0)
    group = np.select([asked.nps_class == 2, asked.nps_class == 0], [0, 1], default=2)  # noqa: PLR2004  # codes
    detractors, promoters = int((group == 0).sum()), int((group == 1).sum())
    if min(detractors, promoters) < LEAST_COMMENTS:
        few = f"{LEAST_COMMENTS} of each are needed"
        return ContrastWords(detractors, promoters, few)
    writer = np.where(
        asked.customer < 0, int(asked.customer.max(initial=0)) + 1 + np.arange(len(asked)), asked.customer
    )
    counts = count_words(asked.text, group, writer)
    z = log_odds_z(counts.first, detractors, counts.second, promoters, counts.comments / len(asked))
    return ContrastWords(detractors, promoters, None, _apart(counts, z), _apart(counts, -z))


def _apart(counts: WordCounts, z: np.ndarray) -> tuple[ContrastWord, ...]:
    """The words beyond chance on one side; of equal ones the first in the alphabet comes first."""
    places = np.flatnonzero((z >= APART) & (counts.writers >= LEAST_WRITERS))
    words = [(-round(float(z[at]), 9), counts.words[at], at) for at in places if _is_word(counts.words[at])]
    return tuple(
        ContrastWord(word, int(counts.first[at]), int(counts.second[at]), float(abs(z[at])))
        for _, word, at in sorted(words)[:MOST_WORDS]
    )


def _is_word(word: str) -> bool:
    """Whether it is letters, and more than one: numbers could be those of a phone or a bill."""
    return len(word) > 1 and not any(sign.isdigit() for sign in word)
