"""`python -m calque`: the command line."""

from calque.cli import main

if __name__ == "__main__":
    main()
