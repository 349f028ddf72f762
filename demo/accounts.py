"""The eight demo accounts: one for each role, and a second psychologist. All begin in French; each user chooses."""

from django.contrib.auth.hashers import make_password

from refuge.accounts.models import Role, User
from refuge.accounts.operations import create_account

PASSWORD = "refuge-demo"  # noqa: S105  # printed by `make run` on purpose
DOMAIN = "demo.refuge.example"

ACCOUNTS = [
    ("management", "Hélène Vanderlinden", [Role.MANAGEMENT]),
    ("coordinator", "Camille Aerts", [Role.COORDINATOR]),
    ("psychologist", "Sofia Benali", [Role.PSYCHOLOGIST]),
    ("psychologist2", "Joris Peeters", [Role.PSYCHOLOGIST]),
    ("educator", "Sarah Lemaire", [Role.EDUCATOR]),
    ("logistics", "Mehdi Claes", [Role.LOGISTICS]),
    ("volunteers", "Ilse De Smet", [Role.VOLUNTEERS]),
    ("volunteer", "Noémie Dubois", [Role.VOLUNTEER]),
]


def build_accounts(accounts=ACCOUNTS) -> dict[str, User]:
    """Make the accounts, each known by the part of its address before the @.

    All share one printed password, so it is hashed once: hashing takes a third of a second.
    """
    made = {
        key: create_account(email=f"{key}@{DOMAIN}", name=name, roles=roles, language="fr")
        for key, name, roles in accounts
    }
    User.objects.filter(pk__in=[user.pk for user in made.values()]).update(password=make_password(PASSWORD))
    return made
