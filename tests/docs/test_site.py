"""The documentation as a site: every page is in its list, every link leads to a place, every word is spelled."""

import re
import tomllib

import pytest

from conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
SPELLED = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "docs", "src", "tests/errors")
# words of other languages, names, and mistakes that the specimens make on purpose
KNOWN = ROOT / "tests" / "docs" / "words.txt"


def listed(nav):
    for entry in nav:
        for where in entry.values():
            yield from [where] if isinstance(where, str) else listed(where)


def places(page):
    """The anchors of a page: its headings, as GitHub and the site write them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_every_page_is_in_the_list_of_the_site():
    nav = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    found = list(listed(nav))
    assert len(found) == len(set(found))
    alone = {page.relative_to(DOCS).as_posix() for page in PAGES if page.parent == DOCS} | {"exports/README.md"}
    assert set(found) == alone


@EACH_PAGE
def test_a_link_stays_in_the_site_and_leads_to_a_place(page):
    for target, place in re.findall(
        r"\]\((?!https?:|mailto:)([^)#\s]*)#?([^)\s]*)\)", page.read_text(encoding="utf-8")
    ):
        other = (page.parent / target).resolve() if target else page
        assert other.exists(), target
        assert other.is_relative_to(DOCS), f"{target} is not in the site"
        assert not place or place in places(other), f"{target}#{place}"


def test_the_readme_leads_to_places():
    for target, place in re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]*)\)", (ROOT / "README.md").read_text("utf-8")):
        assert place in places(ROOT / target), f"{target}#{place}"


def test_every_word_is_spelled(capsys):
    spelling = pytest.importorskip("codespell_lib", reason="codespell is not installed: make test installs it")
    paths = [str(ROOT / name) for name in SPELLED]
    wrong = spelling.main("--skip", "*.html,*.pyc,languages,fixed.py", "--ignore-words", str(KNOWN), *paths)
    assert wrong == 0, capsys.readouterr().out
