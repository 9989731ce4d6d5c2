"""`python -m csmetrics`."""

from csmetrics.cli.main import main

if __name__ == "__main__":
    main()
