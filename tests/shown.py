"""What a page shows of a command, as a pattern of what the command prints."""

import re


def pattern(shown):
    """A line that is only ... stands for any lines."""
    return "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r"[ ]*\n" for line in shown.splitlines()
    )
