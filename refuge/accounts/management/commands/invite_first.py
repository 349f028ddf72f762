"""`manage.py invite_first EMAIL NAME`: the first management account of an empty installation."""

from django.core.management.base import BaseCommand, CommandError

from refuge.accounts import operations
from refuge.accounts.models import Invitation, Role, User


class Command(BaseCommand):
    help = "Invite the first person of the management by e-mail. Refused once somebody holds that role."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--language", default="fr", choices=["fr", "nl", "en"])

    def handle(self, *, email, name, language, **options):
        if User.objects.with_role(Role.MANAGEMENT).exists():
            raise CommandError("Somebody holds the management role already: they invite on /team/.")
        earlier = Invitation.objects.pending().filter(email__iexact=email).first()
        if earlier:
            invitation = operations.resend_invitation(invitation=earlier, by=None)
        else:
            invitation = operations.invite(email=email, name=name, roles=[Role.MANAGEMENT], language=language, by=None)
        if invitation.send_error:
            raise CommandError(f"The e-mail was refused: {invitation.refusal}. Set EMAIL_URL and try again.")
        self.stdout.write(f"An invitation is on its way to {invitation.email}.")
