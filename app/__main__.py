"""`python -m app` starts what the command `touchline` starts."""

import sys

from app.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
