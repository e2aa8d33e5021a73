"""The application as gunicorn and other WSGI servers call it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")
application = get_wsgi_application()

from sufficiency.core.web_role import connect_as_web  # noqa: E402 - it needs the apps

connect_as_web()

# A page makes many objects and keeps none. The collector would look through all of the application's for every few
# hundred, which took a fifth of a page's time: it leaves alone what is loaded by now, and looks less often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
