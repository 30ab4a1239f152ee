"""`python -m digitalbay` is the command `bay`."""

from digitalbay.cli import main

if __name__ == "__main__":
    main(prog_name="bay")
