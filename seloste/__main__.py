"""``python -m seloste`` is the same as ``seloste``."""

import sys

from seloste.cli import main

sys.exit(main())
