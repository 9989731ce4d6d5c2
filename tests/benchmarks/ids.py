"""Ids of customers in the shapes that they have in practice, each made of a customer's number."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Ids = Callable[[np.ndarray], pa.Array]

DIGITS = 8
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
HEX = "0123456789abcdef"
FIRST_NAMES = ["ada", "bea", "carl", "dora", "emil", "fatima", "george", "hannah", "ivan", "jo"]
LAST_NAMES = ["ahlberg", "brown", "chen", "diaz", "eriksson", "fischer", "garcia", "haddad", "ito", "jansen", "okafor"]
HOSTS = [f"{kind}{number}.example" for kind in ("mail", "office", "salon", "works") for number in range(500)]


def counters(numbers: np.ndarray) -> pa.Array:
    """Like c00000042, made digit by digit, which is many times faster than of Python's strings."""
    return _texts("c" + "0" * DIGITS, [numbers // 10**place % 10 for place in reversed(range(DIGITS))], 1, "0123456789")


def letters(numbers: np.ndarray) -> pa.Array:
    """Like cus_28ij9mzrvoToKV: fourteen random signs, as billing systems give them."""
    halves = _scattered(numbers, 1), _scattered(numbers, 2)
    places = [half // np.uint64(62**place) % np.uint64(62) for half in halves for place in range(7)]
    return _texts("cus_" + "x" * 14, places, 4, LETTERS)


def uuids(numbers: np.ndarray) -> pa.Array:
    """Like d175f2ec-09aa-40af-82aa-a483ddaa34bb: random, of the fourth version."""
    halves = _scattered(numbers, 3), _scattered(numbers, 4)
    places = [half >> np.uint64(4 * place) & np.uint64(15) for half in halves for place in range(16)]
    return _texts("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx", places, 0, HEX)


def emails(numbers: np.ndarray) -> pa.Array:
    """Like ada.okafor.42@works110.example: as long as names are."""
    which = _scattered(numbers, 5)
    first, last, host = (
        pa.array(names).take(pa.array(((which >> np.uint64(16 * at)) % np.uint64(len(names))).astype(np.int64)))
        for at, names in enumerate((FIRST_NAMES, LAST_NAMES, HOSTS))
    )
    number = pc.cast(pa.array(numbers), pa.string())
    return pc.binary_join_element_wise(pc.binary_join_element_wise(first, last, number, "."), host, "@")


SHAPES: dict[str, Ids] = {"counter": counters, "letters": letters, "email": emails, "uuid": uuids}


def _texts(form: str, places: list[np.ndarray], start: int, signs: str) -> pa.Array:
    """Texts of one length: the x and 0 of the form, from a place on, become the signs that the numbers stand for."""
    table = np.frombuffer(signs.encode(), dtype=np.uint8)
    texts = np.tile(np.frombuffer(form.encode(), dtype=np.uint8), (len(places[0]), 1))
    open_places = [at for at in range(start, len(form)) if form[at] in "x0"]
    for at, numbers in zip(open_places, places, strict=False):
        texts[:, at] = table[numbers.astype(np.int64)]
    ends = np.arange(0, texts.size + 1, len(form), dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(texts), [None, pa.py_buffer(ends), pa.py_buffer(texts)])


def _scattered(numbers: np.ndarray, salt: int) -> np.ndarray:
    """Numbers without order, each one's own (the finish of splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = (numbers.astype(np.uint64) + np.uint64(salt << 40)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)
