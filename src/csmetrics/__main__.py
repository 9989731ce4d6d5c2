"""`python -m csmetrics`, and the console script: Ctrl-C ends it quietly from the first line on."""

from csmetrics.stopping import end_when_told


def main() -> None:
    """The console script, which does not wait for its imports to heed Ctrl-C."""
    end_when_told()
    from csmetrics.cli.main import main as run  # noqa: PLC0415  # imports take a while

    run()


if __name__ == "__main__":
    main()
