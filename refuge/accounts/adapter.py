"""Where django-allauth asks the house: nobody signs up, mails wear our words, second-factor secrets are sealed."""

import base64
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils import translation

from refuge.accounts import mails
from refuge.encryption import key_ring


class AccountAdapter(DefaultAccountAdapter):
    """E-mail log-in for people who were invited, and for nobody else."""

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        """Ours in place of the package's templates, in the language of the account. With the mail server away the
        page stays the same, so that it never tells whether an address is known."""
        language = context["user"].language if "user" in context else translation.get_language()
        mails.deliver(mails.message(template_prefix.rpartition("/")[2], email, language, context))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner that the lock of their account changed."""
        mails.send_security_notice(user, template_prefix.rpartition("/")[2])

    def get_reset_password_from_key_url(self, key):
        """On the configured address, never on the one that a request claims to have come to."""
        return settings.SITE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path


class MFAAdapter(DefaultMFAAdapter):
    """Seals authenticator secrets with the data key ring, and names the shelter in authenticator apps."""

    PLACE = "mfa.authenticator.secret"

    def encrypt(self, text):
        return base64.b64encode(key_ring("data").seal(text.encode(), self.PLACE)).decode()

    def decrypt(self, encrypted_text):
        return key_ring("data").open(base64.b64decode(encrypted_text), self.PLACE).decode()

    def _get_site_name(self):
        return settings.SITE_NAME
