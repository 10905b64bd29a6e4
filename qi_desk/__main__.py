"""`python -m qi_desk` is the command `qi-desk`."""

import sys

from qi_desk.cli import main

sys.exit(main())
