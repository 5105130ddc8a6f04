"""What a web server starts."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")
pages = get_wsgi_application()

# The addresses bring every room with them; without this the first visitor would wait for it.
import kizuna.config.urls  # noqa: E402, F401 - Django has to be set up first; importing is all
from kizuna.config.hall import HANDS, Hall  # noqa: E402 - as above

application = Hall(pages, int(os.environ.get("KIZUNA_THREADS") or HANDS))

# What stands now stays as long as the process: looking through it for garbage cost more than most pages.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
