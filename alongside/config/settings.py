"""Django's settings, all derived from the one typed object (`config/house.py`).

Belongs here: wiring. Does not belong here: a choice.
"""

import sys
from pathlib import Path

import dj_database_url
import dj_email_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from alongside import clock, doorbell
from alongside.config.house import BadSetting, address_hosts, read_house, runtime_dir, stop

try:
    HOUSE = read_house()
    HOUSE.refuse_unsafe()
except BadSetting as problem:
    stop(problem)

clock.use_file(HOUSE.clock_file)
doorbell.use_folder(runtime_dir(HOUSE))

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "alongside"

SECRET_KEY = HOUSE.secret_key.get_secret_value()
DEBUG = False
ALLOWED_HOSTS = address_hosts(HOUSE)
CSRF_TRUSTED_ORIGINS = [HOUSE.origin]
ROOT_URLCONF = "alongside.config.urls"
WSGI_APPLICATION = "alongside.config.wsgi.application"
AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FLOORS = [
    "tenancy",
    "limits",
    "vault",
    "ledger",
    "people",
    "notices",
    "guidance",
    "directory",
    "questions",
    "training",
    "rota",
    "care",
    "events",
    "offers",
    "rounds",
    "encounters",
    "surveys",
    "reminders",
    "cases",
    "paging",
    "reports",
]
ROOMS = [
    "components",
    "asking",
    "returning",
    "evaluating",
    "helping",
    "understanding",
    "turning_to",
    "helping_a_colleague",
    "offered",
    "who_runs_this",
    "posters",
    "taking_a_call",
    "supporting",
    "walking",
    "recording",
    "caring",
    "carrying",
    "reporting_an_event",
    "coordinating",
    "taking_over",
    "reporting",
    "forgetting",
    "administering",
    "signing_in",
    "status",
]
INSTALLED_APPS = [
    *(f"alongside.{floor}" for floor in FLOORS),
    "alongside.api",
    *(f"alongside.web.{room}" for room in ROOMS),
    *(["alongside.demo"] if HOUSE.demonstration else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "lucide",
    "phonenumber_field",
    "rules",
]

MIDDLEWARE = [
    "alongside.web.kept.KeptPages",
    "alongside.web.middleware.NeutralHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "alongside.web.middleware.Place",
    "alongside.web.middleware.KnownHost",
    "alongside.web.middleware.ShortForms",
    "alongside.web.standing_still.StandingStill",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alongside.web.middleware.IdleStaffSession",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.web.by_button.ByButton",
    "alongside.web.unreadable.UnreadableCase",
]

_TEMPLATE_OPTIONS = {
    "context_processors": [
        "django.template.context_processors.request",
        "django.template.context_processors.i18n",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "csp.context_processors.nonce",
        "alongside.web.context.place",
    ],
    "loaders": [
        (
            "django.template.loaders.cached.Loader",
            [
                "django_cotton.cotton_loader.Loader",
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
        )
    ],
    "builtins": [
        "django.templatetags.i18n",
        "django.templatetags.static",
        "django_cotton.templatetags.cotton",
        "alongside.web.components.templatetags.house",
    ],
    "string_if_invalid": "",
}
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "OPTIONS": _TEMPLATE_OPTIONS}]
FORM_RENDERER = "alongside.web.widgets.Renderer"

DATABASES = {
    "default": dj_database_url.parse(HOUSE.database_url.get_secret_value(), conn_max_age=None, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
    }

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "alongside.web.signing_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_RATE_LIMITS = False  # Ours slow and never lock anybody out (threat model, 5.6).
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "alongside.web.signing_in.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = HOUSE.demonstration

_PREFIX = "__Host-" if HOUSE.secure else ""
SESSION_ENGINE = "alongside.people.sessions"
SESSION_COOKIE_NAME = f"{_PREFIX}s"
CSRF_COOKIE_NAME = f"{_PREFIX}c"
VISIT_COOKIE_NAME = f"{_PREFIX}v"
DRAFT_COOKIE_NAME = f"{_PREFIX}d"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HOUSE.secure
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None  # Gone with the browser.
CSRF_FAILURE_VIEW = "alongside.web.status.views.expired_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HOUSE.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HOUSE.secure
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers send "Origin: null" and breaks forms.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HOUSE.trusted_proxy else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 192 * 1024  # The longest form at the desk; every other ends at web.middleware.SHORT.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
_installed = Path(sys.prefix) / "share" / "alongside" / "locale"
LOCALE_PATHS = [ROOT / "locale", _installed]  # A checkout's, an installation's.

STATIC_URL = "/static/"
STATIC_ROOT = HOUSE.static_dir.absolute()
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60  # A minute for plain names; names that carry their content's hash are kept for years.
# Uncollected files are served under plain names.
_collected = "Manifest" if (STATIC_ROOT / "staticfiles.json").exists() else ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"whitenoise.storage.Compressed{_collected}StaticFilesStorage"},
}

KEYRING_FILE = HOUSE.keyring_file
ERASURE_LIST = HOUSE.erasure_list
ARGON2_MEMORY_KIB, ARGON2_PASSES = HOUSE.argon2_memory_kib, HOUSE.argon2_passes

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGIN_URL = "sign-in"

_mail = dj_email_url.parse(HOUSE.email_url.get_secret_value())
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20  # Shorter than a notice's lease, or one slow server would be asked twice.
DEFAULT_FROM_EMAIL = HOUSE.email_from
EMAIL_MESSAGE_ID_DOMAIN = "alongside.invalid"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"coded": {"()": "alongside.config.logs.CodedFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "coded"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"alongside": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
