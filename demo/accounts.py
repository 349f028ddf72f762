"""The eight demo accounts: one for each role, and a second psychologist. All begin in French; each user chooses. With
the working time and the trainings of the six who are employed."""

from decimal import Decimal

from django.contrib.auth.hashers import make_password

from refuge.accounts.models import Role, StaffTraining, StaffWork, User, WorkFunction
from refuge.accounts.operations import add_to_colleague, create_account

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


# Who, as what, share, first and last day told from today. The second psychologist is self-employed and stands in.
WORK = [
    ("management", WorkFunction.MANAGEMENT, "1", -2000, None),
    ("coordinator", WorkFunction.COORDINATION, "1", -1500, None),
    ("psychologist", WorkFunction.PSYCHOLOGY, "0.5", -1200, -201),
    ("psychologist", WorkFunction.PSYCHOLOGY, "0.75", -200, None),
    ("educator", WorkFunction.EDUCATION, "0.8", -900, None),
    ("logistics", WorkFunction.LOGISTICS, "0.5", -700, None),
    ("logistics", WorkFunction.ADMINISTRATION, "0.25", -700, None),
    ("volunteers", WorkFunction.VOLUNTEERS, "0.5", -600, None),
]
# Who, days ago, hours, about what.
TRAININGS = [
    ("coordinator", 95, "7.5", "Droit des étrangers : les nouveautés"),
    ("coordinator", 30, "3", "Premiers secours en santé mentale"),
    ("psychologist", 160, "14", "Psychotraumatisme et exil"),
    ("educator", 95, "7.5", "Désamorcer l’agressivité"),
    ("educator", 20, "4", "Premiers secours"),
    ("logistics", 20, "4", "Premiers secours"),
    ("volunteers", 60, "6", "Loi sur le volontariat"),
]


def build_work(staff, moment) -> None:
    """Working time and trainings, as management noted them."""
    by = staff["management"]
    for who, function, share, first, last in WORK:
        days = {"starts_on": moment.day(first), "ends_on": None if last is None else moment.day(last)}
        add_to_colleague(kind=StaffWork, user=staff[who], by=by, function=function, share=Decimal(share), **days)
    for who, ago, hours, subject in TRAININGS:
        facts = {"held_on": moment.day(-ago), "hours": Decimal(hours), "subject": subject}
        add_to_colleague(kind=StaffTraining, user=staff[who], by=by, **facts)
