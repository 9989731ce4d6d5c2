"""Which comments are about which theme: words compared by their stems, in each of the languages declared."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from csmetrics.config.word_patterns import WordPattern, patterns_of, signed_words, without_marks
from csmetrics.stages import stage
from csmetrics.subjects.comments.words import Words, in_words

_SHORT = 3
_SHORT_NOT = "n't"  # which many write without the apostrophe


@stage("entries")
def tag(text: pa.ChunkedArray, themes: Mapping[str, Iterable[str]], languages: Sequence[str]) -> dict[str, np.ndarray]:
    """For each theme, which of the comments hold one of its words or phrases."""
    found = {theme: np.zeros(len(text), dtype=bool) for theme in themes}
    patterns = {theme: [patterns_of(phrase) for phrase in phrases] for theme, phrases in themes.items()}
    finder = _Finder(patterns, languages)
    signed = signed_words(pattern for phrases in patterns.values() for phrase in phrases for pattern in phrase)
    for words in in_words(text, signed) if themes else ():
        finder.learn(words.distinct)
        for theme, phrases in patterns.items():
            for place in finder.places(phrases, words):
                found[theme][words.comment[place]] = True
    return found


class _Finder:
    """Which distinct words each pattern matches, learned as new words are met."""

    def __init__(self, patterns: Mapping[str, list[tuple[WordPattern, ...]]], languages: Sequence[str]) -> None:
        from Stemmer import Stemmer  # noqa: PLC0415  # only comments need it

        wanted = {pattern for phrases in patterns.values() for phrase in phrases for pattern in phrase}
        self._stemmers = [Stemmer(language) for language in languages]
        self._stems = [_by_stem(stemmer, wanted) for stemmer in self._stemmers]
        self._hits: dict[WordPattern, list[np.ndarray]] = {pattern: [] for pattern in wanted}
        self._known = 0

    def learn(self, distinct: list[str]) -> None:
        """Look at the words that have not been met before."""
        fresh = distinct[self._known :]
        self._known = len(distinct)
        stemmed = {pattern: np.zeros(len(fresh), dtype=bool) for pattern in self._hits if pattern.stems}
        for stemmer, by_stem in zip(self._stemmers, self._stems, strict=True):
            for at, stem in enumerate(stemmer.stemWords(fresh)):
                for pattern in by_stem.get(_key(stem), ()):
                    stemmed[pattern][at] = True
            for at in (at for at, word in enumerate(fresh) if word.endswith(_SHORT_NOT)):  # don't is dont too
                for pattern in by_stem.get(_key(stemmer.stemWord(fresh[at].replace("'", ""))), ()):
                    stemmed[pattern][at] = True
        plain = pa.array([without_marks(word) for word in fresh], pa.string())
        for pattern, hits in self._hits.items():
            hits.append(stemmed[pattern] if pattern.stems else _open(pattern, plain))

    def places(self, phrases: list[tuple[WordPattern, ...]], words: Words) -> Iterable[np.ndarray]:
        """Where single words stand, then where the first word of each longer phrase stands."""
        single = [self._table(phrase[0]) for phrase in phrases if len(phrase) == 1]
        if single:
            yield np.flatnonzero(np.logical_or.reduce(single)[words.code])
        for phrase in phrases:
            if len(phrase) > 1:
                yield self._runs(phrase, words)

    def _runs(self, phrase: tuple[WordPattern, ...], words: Words) -> np.ndarray:
        """Where a phrase begins: its words one after another in one comment."""
        place = np.flatnonzero(self._table(phrase[0])[words.code])
        place = place[place + len(phrase) <= len(words.code)]
        place = place[words.comment[place] == words.comment[place + len(phrase) - 1]]
        for step, pattern in enumerate(phrase[1:], 1):
            place = place[self._table(pattern)[words.code[place + step]]]
        return place

    def _table(self, pattern: WordPattern) -> np.ndarray:
        hits = self._hits[pattern]
        if len(hits) > 1:
            hits[:] = [np.concatenate(hits)]
        return hits[0]


def _by_stem(stemmer: Any, patterns: Iterable[WordPattern]) -> dict[str, list[WordPattern]]:
    """The patterns by the stem of their word; marks over letters are no matter, nor is a left out apostrophe."""
    found: dict[str, list[WordPattern]] = {}
    for pattern in patterns:
        if pattern.stems:
            for stem in {stemmer.stemWord(word) for word in (pattern.word, pattern.word.replace("'", ""))}:
                found.setdefault(_key(stem), []).append(pattern)
    return found


def _key(stem: str) -> str:
    """A stem as it is compared: marks are no matter, unless it is so short that little else tells it from others."""
    return stem if len(stem) < _SHORT else without_marks(stem)


def _open(pattern: WordPattern, plain: pa.Array) -> np.ndarray:
    """Which words begin or end with the pattern's, or hold it; of one with signs, which are the very same."""
    if pattern.literal:
        return np.asarray(pc.equal(plain, without_marks(pattern.word)).to_numpy(zero_copy_only=False))
    matches = pc.starts_with if pattern.ends_open else pc.ends_with
    if pattern.starts_open and pattern.ends_open:
        matches = pc.match_substring
    return np.asarray(matches(plain, pattern.word).to_numpy(zero_copy_only=False))
