"""Every colour that text or a mark has can be told from what is behind it, by light and by dark."""

import re
from importlib.resources import files

import pytest

SHEET = files("csmetrics.output.html").joinpath("style.css").read_text(encoding="utf-8")
GROUPS = [dict(re.findall(r"--(\w+):([^;}]+)", block)) for block in re.findall(r"\.csm\{(--[^}]*)", SHEET)]
TEXTS = ["ink", "mut", "c1", "c2", "good", "bad", "warn"]
FILLS = ["f1", "fg", "bad", "warn", "c1", "c2"]


def channels(colour):
    if "," in colour:
        return tuple(map(int, colour.split(",")))
    digits = colour.lstrip("#")
    digits = "".join(2 * each for each in digits) if len(digits) == 3 else digits
    return tuple(int(digits[place : place + 2], 16) for place in (0, 2, 4))


def luminance(rgb):
    """As WCAG 2.2 defines it."""
    parts = [each / 255 for each in rgb]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(top, share, ground):
    return tuple(share * a + (1 - share) * b for a, b in zip(top, ground, strict=True))


@pytest.fixture(params=["light", "dark"])
def tokens(request):
    assert len(GROUPS) == 2
    return GROUPS[request.param == "dark"]


def test_dark_has_every_token_of_light():
    assert GROUPS[0].keys() == GROUPS[1].keys()


def test_the_measure_is_the_known_one():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(channels("#777"), channels("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", TEXTS)
def test_text_can_be_read(tokens, name):
    for ground in ("ground", "wash"):
        assert contrast(channels(tokens[name]), channels(tokens[ground])) >= 4.5


@pytest.mark.parametrize("name", FILLS)
def test_marks_can_be_seen(tokens, name):
    assert contrast(channels(tokens[name]), channels(tokens["ground"])) >= 3


def test_ink_can_be_read_on_every_shade(tokens):
    shares = [float(share) for share in re.findall(r"rgba\(var\(--heat\),(\.\d+)\)", SHEET)]
    assert len(shares) == 6
    assert shares == sorted(shares)
    for share in shares:
        behind = over(channels(tokens["heat"]), share, channels(tokens["ground"]))
        assert contrast(channels(tokens["ink"]), behind) >= 5.5
