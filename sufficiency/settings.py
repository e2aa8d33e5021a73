"""Settings, read from the environment alone.

``DEPLOYMENT=local`` (the default) runs on this machine only, with keys made on first use.
``DEPLOYMENT=production`` refuses to start while anything that protects the records is missing.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from sufficiency.core.database_url import databases
from sufficiency.core.deployment import insist_on_protection
from sufficiency.core.local import local_secret_key
from sufficiency.core.logs import LOGGED_AS_JSON
from sufficiency.core.single_sign_on import single_sign_on
from sufficiency.core.small_numbers import smallest_number_shown

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEPLOYMENT = env.str("DEPLOYMENT", default="local")
if DEPLOYMENT not in ("local", "production"):
    raise ImproperlyConfigured(f"DEPLOYMENT is '{DEPLOYMENT}'; it must be 'local' or 'production'.")
IS_LOCAL = DEPLOYMENT == "local"

if not IS_LOCAL:
    insist_on_protection(env)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or (local_secret_key(BASE_DIR) if IS_LOCAL else "")
# Keys of before: what they signed stays valid for the twelve hours that a session may last.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if IS_LOCAL else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Who answers for the records, in the footer of every page. A demo on one machine has nobody to name.
DATA_CONTROLLER = env.str("DATA_CONTROLLER", default="")
# The smallest number of people that readers without child-level rights are shown (docs/small-numbers.md).
SMALLEST_NUMBER_SHOWN = smallest_number_shown(env)
# How long events of the audit trail are kept; `manage.py audit_retire` moves older ones into a file.
AUDIT_RETENTION_YEARS = max(1, env.int("AUDIT_RETENTION_YEARS", default=6))


# Commands connect as the owner of the tables, web processes as a role that owns nothing (docs/adr/0015).
_OWNER, WEB_DATABASE, WEB_ROLE = databases(env)
DATABASES = {"default": {**_OWNER, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "sufficiency.dashboards",
    "sufficiency.measures",
    "sufficiency.strategy",
    "carers",
    "leavers",
    "placements",
    "sufficiency.registers",
    "sufficiency.extracts",
    "sufficiency.core",
    "django_tables2",
    "django_filters",
    "crispy_forms",
    "crispy_forms_gds",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "sufficiency.core.health.HealthMiddleware",
    "sufficiency.core.logs.RequestMiddleware",
    "sufficiency.core.middleware.HeadersMiddleware",
    "sufficiency.core.middleware.RequestsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sufficiency.core.middleware.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "sufficiency.core.middleware.FirstThingsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sufficiency.core.middleware.ReaderMiddleware",
    "sufficiency.core.middleware.BodiesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "sufficiency.urls"
WSGI_APPLICATION = "sufficiency.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sufficiency.dashboards.context.site",
                "sufficiency.dashboards.context.controller",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# Signing in (docs/adr/0012-signing-in.md).
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": PASSWORD_LENGTH},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
# No setting switches it off in production; on one machine there is nobody to protect the demo from.
SECOND_FACTOR_REQUIRED = not IS_LOCAL
ACCOUNT_ADAPTER = "sufficiency.dashboards.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# People of one council come from one address; of one person, few tries in a while.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key,20/h/key"}
ACCOUNT_FORMS = {
    "login": "sufficiency.dashboards.account_forms.SignInForm",
    "change_password": "sufficiency.dashboards.account_forms.ChoosePassword",
    "reauthenticate": "sufficiency.dashboards.account_forms.PasswordAgain",
}
# How many proxies stand in front: the last addresses of X-Forwarded-For that they, not the client, have written.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0 if IS_LOCAL else 1)
MFA_ADAPTER = "sufficiency.dashboards.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Sufficiency"
MFA_TOTP_TOLERANCE = 1  # clocks differ; no code counts twice (CodeForm)
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL
MFA_FORMS = {
    "authenticate": "sufficiency.dashboards.account_forms.CodeForm",
    "reauthenticate": "sufficiency.dashboards.account_forms.CodeAgain",
    "activate_totp": "sufficiency.dashboards.account_forms.SetUpApp",
    "add_webauthn": "sufficiency.dashboards.account_forms.AddPasskey",
}
SINGLE_SIGN_ON_ID = "council"
SOCIALACCOUNT_ADAPTER = "sufficiency.dashboards.sign_in.SingleSignOnAdapter"
# By a link, not a form: the content security policy lets forms lead to this site alone, and a provider leads on.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = single_sign_on(env, SINGLE_SIGN_ON_ID, is_local=IS_LOCAL)

# Shared by all web servers, so that a limit is one limit. Expired entries go first when it is full.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_ENGINE = "sufficiency.core.sessions"
SESSION_COOKIE_AGE = 30 * 60  # without a page; see SessionStore
SESSION_HOURS = 12  # at most, however busy
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# A browser takes a cookie of such a name only by HTTPS, for all of this host and for no other.
SESSION_COOKIE_NAME = "session" if IS_LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "csrftoken" if IS_LOCAL else "__Host-csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not IS_LOCAL
SECURE_PROXY_SSL_HEADER = None if IS_LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else 31_536_000
# The hosts below the tracker's own, of which there are none, could otherwise set cookies for it.
SECURE_HSTS_INCLUDE_SUBDOMAINS = not IS_LOCAL
# Browsers' preload lists take whole domains, which are the council's to enter and not this application's.
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        # What no line below allows is allowed to nothing: no frames, workers, plug-ins or media.
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        # plotly writes style elements as it draws; nothing else unsafe is allowed.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# 20 files of 100 MB may be sent together; each is streamed to a temporary file, never held whole in memory.
# Up to this many are received, so that the form can say that they are too many.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_HANDLERS = ["sufficiency.dashboards.uploads.UploadHandler"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
USE_THOUSAND_SEPARATOR = True
DATE_FORMAT = "j F Y"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# On one machine files are served from where they lie; collectstatic is for deployments.
STATIC_ROOT = None if IS_LOCAL else BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = IS_LOCAL

# One JSON object a line on the standard error stream, without personal data; nothing goes out by e-mail.
ADMINS: list[tuple[str, str]] = []
LOGGING = LOGGED_AS_JSON
