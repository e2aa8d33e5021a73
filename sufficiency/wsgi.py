"""The application as gunicorn and other WSGI servers call it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sufficiency.settings")
application = get_wsgi_application()

from sufficiency.core.web_role import connect_as_web  # noqa: E402 - it needs the apps

connect_as_web()
