"""What a web server starts."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")
application = get_wsgi_application()

# The addresses bring every room with them; without this the first visitor would wait for it.
import kizuna.config.urls  # noqa: E402, F401 - Django has to be set up first; importing is all

# What stands now stays as long as the process: looking through it for garbage cost more than most pages.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
