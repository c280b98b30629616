"""Write every sheet into a folder, to look at them or to hand them to a validator: `make paper`."""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
os.environ.setdefault("ALONGSIDE_DEMONSTRATION", "true")

import django

django.setup()

from tests.printing.sheets import write_all  # noqa: E402  # Words need the catalogue, and so Django's settings first.

write_all(Path(sys.argv[1]))
