"""Which words set the comments of one group apart from those of another."""

import numpy as np

PRIOR_COMMENTS = 10  # what is known beforehand of every word is worth so many comments


def log_odds_z(
    held: np.ndarray, comments: int, held_by_others: np.ndarray, comments_of_others: int, share: np.ndarray
) -> np.ndarray:
    """How far the odds that a comment holds a word differ between two groups, in standard errors, word by word.

    The log-odds ratio with an informative Dirichlet prior, here over two outcomes: the comment holds the word or does
    not. The prior is the word's `share` of all comments, worth ten comments in each group, so that a word few have
    written does not stand out by chance. Above zero it is the first group's. Zero where every comment holds the word.
    Source: Monroe, Colaresi and Quinn, Fightin' Words, Political Analysis 16 (2008), 372-403.

    >>> log_odds_z(np.array([12, 5]), 20, np.array([1, 10]), 40, np.array([0.2, 0.25])).round(2).tolist()
    [3.75, 0.0]
    """
    prior = PRIOR_COMMENTS * np.asarray(share, dtype=float)
    with_word, others_with = held + prior, held_by_others + prior
    without = comments + PRIOR_COMMENTS - with_word
    others_without = comments_of_others + PRIOR_COMMENTS - others_with
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = np.log(with_word / without) - np.log(others_with / others_without)
        error = np.sqrt(1 / with_word + 1 / without + 1 / others_with + 1 / others_without)
        return np.nan_to_num(difference / error, nan=0.0, posinf=0.0, neginf=0.0)
