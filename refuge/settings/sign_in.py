"""Log-in: e-mail and password, a second factor, passkeys. django-allauth does the work; nobody signs up."""

from refuge.settings.env import DEMO, HTTPS, env

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
AUTHENTICATION_BACKENDS = ["refuge.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
PASSWORD_RESET_TIMEOUT = 3600

ACCOUNT_ADAPTER = "refuge.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation to that very address
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told to its owner
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a shelter writes to nobody who has no account here
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEMO)
MFA_ADAPTER = "refuge.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "refuge.accounts.second_factor.OnceOnlyAuthenticateForm",
    "reauthenticate": "refuge.accounts.second_factor.OnceOnlyReauthenticateForm",
}
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# E-mail addresses are unique whatever their capitals: by an index on lower(email), which the check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
