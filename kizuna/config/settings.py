"""The one settings file: driven by KIZUNA_* variables and closed by default."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("KIZUNA_DATA", "var")).resolve()
SECRET_FILE = DATA / "secret"


def _secret() -> str:
    """The key from the environment, or the one that the demonstration wrote for itself; never a default."""
    key = os.environ.get("KIZUNA_SECRET_KEY", "")
    if key:
        return key
    if SECRET_FILE.is_file():
        return SECRET_FILE.read_text().strip()
    raise ImproperlyConfigured(
        "KIZUNA_SECRET_KEY is not set and there is no demonstration in "
        f"{DATA}. Set the key, or start the demonstration with 'make run'."
    )


def _database() -> dict[str, object]:
    """PostgreSQL when KIZUNA_DATABASE_URL names one, else SQLite under the data folder."""
    url = os.environ.get("KIZUNA_DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "kizuna.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                # IMMEDIATE: a read that turns into a write must not fail with "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
                    "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("KIZUNA_DATABASE_URL must begin with postgres:// or postgresql://.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
    }


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _mail_security() -> tuple[bool, bool]:
    """Whether the line to the mail server is closed after it is opened (STARTTLS), or from the first byte (TLS)."""
    word = os.environ.get("KIZUNA_SMTP_SECURITY", "").strip().lower()
    if word not in {"", "starttls", "tls"}:
        raise ImproperlyConfigured("KIZUNA_SMTP_SECURITY is starttls, tls or nothing.")
    return word == "starttls", word == "tls"


SECRET_KEY = _secret()
DEBUG = os.environ.get("KIZUNA_DEBUG", "") == "1"
ALLOWED_HOSTS = _words("KIZUNA_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _words("KIZUNA_ORIGINS")
HTTPS = os.environ.get("KIZUNA_HTTPS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Whoever watches over the installation asks on the machine itself, by http.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics/$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

INSTALLED_APPS = [
    "kizuna.core",
    "kizuna.directory",
    "kizuna.partners",
    "kizuna.agreements",
    "kizuna.projects",
    "kizuna.activities",
    "kizuna.mobility",
    "kizuna.visits",
    "kizuna.calls",
    "kizuna.alumni",
    "kizuna.publishing",
    "kizuna.desk",
    "kizuna.public",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "kizuna.config.watch.Watch",
    "django.middleware.security.SecurityMiddleware",
    "kizuna.config.statics.Statics",
    "kizuna.config.packing.Packed",
    "kizuna.config.door.ApiDoor",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kizuna.core.languages.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

# Nothing inline, nothing from another host: geometry and colour live in attributes and classes.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

ROOT_URLCONF = "kizuna.config.urls"
WSGI_APPLICATION = "kizuna.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kizuna.public.chrome.chrome",
                "kizuna.desk.chrome.chrome",
            ],
            "builtins": ["django.templatetags.i18n", "kizuna.core.templatetags.components"],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.Account"
AUTHENTICATION_BACKENDS = ["kizuna.core.signin.WithRoles"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "kizuna.core.signin.ClosedSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("KIZUNA_SMTP_HOST") or "127.0.0.1"
EMAIL_PORT = int(os.environ.get("KIZUNA_SMTP_PORT") or "25")
EMAIL_HOST_USER = os.environ.get("KIZUNA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KIZUNA_SMTP_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail_security()
# Without one, nobody outside is promised a mail; whoever works here still gets theirs as soon as there is one.
MAIL_SERVER = bool(os.environ.get("KIZUNA_SMTP_HOST"))
DEFAULT_FROM_EMAIL = os.environ.get("KIZUNA_MAIL_FROM", "kizuna@localhost")
# A mail server that does not answer holds nobody up for longer.
EMAIL_TIMEOUT = 20
# How people reach this installation, for the addresses in mails and in files that are served elsewhere.
PLACED = bool(os.environ.get("KIZUNA_URL") or CSRF_TRUSTED_ORIGINS)
PLACE = (os.environ.get("KIZUNA_URL") or next(iter(CSRF_TRUSTED_ORIGINS), "") or "http://127.0.0.1:8000").rstrip("/")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Opens /metrics/ to whoever sends it; without it only the machine itself is answered.
METRICS_TOKEN = os.environ.get("KIZUNA_METRICS_TOKEN", "")

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "kizuna.config.formats"
LANGUAGES = [("en", _("English")), ("ja", _("Japanese"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
# Served straight out of the packages, so that nothing has to be collected before the first start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600
WHITENOISE_AUTOREFRESH = DEBUG

LOG_FORMAT = os.environ.get("KIZUNA_LOG_FORMAT", "line")
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured("KIZUNA_LOG_FORMAT must be line or json.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "kizuna.config.logs.Discreet"}},
    "formatters": {
        "line": {"()": "kizuna.config.logs.Lines", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "kizuna.config.logs.Objects"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["discreet"]}},
    # Programs read every line, people what is worth their time.
    "root": {
        "handlers": ["console"],
        "level": os.environ.get("KIZUNA_LOG") or ("INFO" if LOG_FORMAT == "json" else "WARNING"),
    },
    "loggers": {
        # Django's own would mail errors with the whole request, and print SQL with its values.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "INFO"},
        # The worker asks for tasks every few seconds; only what fails is worth a line.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "asyncio": {"level": "WARNING"},
    },
}
