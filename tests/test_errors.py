"""Problems told by kind: none is lost, and each kind says what all of it have in common."""

from hypothesis import given
from hypothesis import strategies as st

from csmetrics.errors import Problem, block, kinds

PROBLEMS = st.lists(
    st.builds(
        Problem,
        st.sampled_from(["a.csv", "b.csv"]),
        st.none() | st.integers(2, 9),
        st.sampled_from([None, "amount", "date"]),
        st.sampled_from([None, "x", "y" * 90]),
        st.sampled_from(["not a number", "blank"]),
        st.sampled_from(["Mend it.", ""]),
    ),
    max_size=20,
)


@given(PROBLEMS)
def test_each_problem_is_of_one_kind(problems):
    found = kinds(problems)
    assert sorted(map(str, problems)) == sorted(str(each) for kind in found for each in kind.problems)
    shared = [(kind.problems[0].file, kind.problems[0].column, kind.problems[0].problem) for kind in found]
    for kind, (file, column, problem) in zip(found, shared, strict=True):
        assert {(each.file, each.column, each.problem) for each in kind.problems} == {(file, column, problem)}
        said = "\n".join(kind.lines())
        assert file in said
        assert problem in said
        assert len(kind) < 4 or f"{len(kind):,} rows" in said
        assert file not in "\n".join(kind.lines(named=False))


def test_lines_of_several_files_are_one_block():
    lack = [Problem(f"{name}.csv", 1, None, None, "missing", "", settings=(f"{name}:", "  columns:")) for name in "ab"]
    lines = ["    a:", "      columns:", "    b:", "      columns:"]
    assert block(lack) == ["Add to csmetrics.yaml:", "  tables:", *lines]
    assert block([]) == []
    assert lack[0].as_dict()["fix"].endswith("tables:\n    a:\n      columns:")
