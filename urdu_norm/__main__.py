"""``python -m urdu_norm`` is the command ``urdu-norm``."""

import sys

from urdu_norm.cli import main

if __name__ == "__main__":
    sys.exit(main())
