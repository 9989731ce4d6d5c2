"""What a database refuses, in words: where, why, and what to write."""

from csmetrics.errors import DataError, FileProblemError, whole
from csmetrics.sources.databases.address import Address
from csmetrics.sources.databases.names import query_of

_MARKS = ("ERROR:", "FATAL:", "Error:", "failed:")  # what stands before what a database says
_WRITES = ("25006", "read-only", "readonly", "data-modifying")
_MOST = 300  # signs


class OnlyReadingError(Exception):
    """A query that is no query, or more than one."""


def refused(error: Exception, table: str, address: Address) -> FileProblemError:
    """The error for a query that fails."""
    problem, fix = _why(error, first_line(error, address), table)
    return whole(query_of(table), problem, fix)


def unreachable(error: Exception, address: Address) -> DataError:
    """The error for a database that lets nobody in."""
    said = first_line(error, address)
    return DataError(f"The database {address.name} cannot be reached: {said}. Check its name, and whether it runs.")


def first_line(error: Exception, address: Address) -> str:
    """The sentence that a database says, without what its driver adds, and without passwords."""
    told = str(getattr(error, "orig", None) or error)
    line = next((line for line in address.without_secrets(told).splitlines() if line.strip()), "nothing")
    for mark in _MARKS:
        line = line.rpartition(mark)[2] if mark in line else line
    return line.strip().rstrip(".")[:_MOST]


def _why(error: Exception, said: str, table: str) -> tuple[str, str]:
    state = str(getattr(getattr(error, "orig", None) or error, "sqlstate", None) or "")
    correct = f"Correct sql under tables: {table} in csmetrics.yaml"
    if isinstance(error, OnlyReadingError):
        return "this is not one query that reads", f"{correct}: one select, and nothing else."
    if any(sign in f"{state} {said}" for sign in _WRITES):
        return "the query would write, and a query may only read", f"{correct}: one select, and nothing else."
    if state == "57014" or "timeout" in said:
        return f"the query took too long ({said})", "Let it give fewer rows, or allow it more time in the database."
    if state == "42501" or "permission denied" in said:
        return f"the database says: {said}", "Ask whoever keeps the database for the right to read it."
    if state.startswith("08") or getattr(error, "connection_invalidated", False):
        return f"the connection was lost ({said})", "Run it again."
    return f"the database says: {said}", f"{correct}."
