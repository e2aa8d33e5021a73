"""How gunicorn serves the tracker, unless its command line says otherwise."""

import sys

from django.core.exceptions import ImproperlyConfigured

from sufficiency.core.logs import LOGGED_AS_JSON

try:
    # Here once, in one line: workers would each fail with a traceback and be started again.
    import sufficiency.settings  # noqa: F401
except ImproperlyConfigured as fault:
    sys.exit(f"Settings: {fault}")

workers = 4
threads = 4
bind = "127.0.0.1:8000"
# Loading a year takes seconds, the largest file minutes.
timeout = 300
# A worker makes room for a new one before what it gathered in memory matters.
max_requests, max_requests_jitter = 5_000, 500
# Addresses hold filters; what is longer than this was not written by one of our forms.
limit_request_line = 4_094
# Nobody steers it but the service manager.
control_socket_disable = True
# There is no log of accesses: an address can hold a child's identifier, and the audit trail says who looked at what.
accesslog = None
logconfig_dict = LOGGED_AS_JSON
