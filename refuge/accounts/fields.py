"""A colleague to be chosen in a form."""

from django import forms

from refuge.accounts.models import Role, User
from refuge.questions import ask
from refuge.ui.forms import Told
from refuge.ui.widgets import LongSelect

# Who accompanies young people.
ACCOMPANYING = (Role.COORDINATOR, Role.PSYCHOLOGIST, Role.EDUCATOR)


def colleagues(*roles) -> list[tuple]:
    """(id, name) of who holds one of `roles` today, or of every active colleague where none is named, by name. One
    query, in SQL that is kept for the day."""
    return [(str(pk), name) for pk, name in ask("colleagues", None, lambda: _named(roles), *roles)]


def _named(roles):
    found = User.objects.with_role(*roles) if roles else User.objects.filter(is_active=True)
    return found.order_by("name", "pk").values_list("pk", "name")


class ColleagueField(forms.ChoiceField):
    """One of `colleagues(*roles)`; cleans to the account, or None. `ask()` reads the names, once a form. `nobody` are
    the words for no choice; without them there is none."""

    widget = LongSelect

    def __init__(self, *roles, nobody="", **options):
        self.roles, self.nobody = roles, nobody
        super().__init__(**options)

    def ask(self, *, only=None, without=None):
        """`only` is the account of the one who is offered, `without` of somebody who is not."""
        offered = colleagues(*self.roles)
        if only or without:
            offered = [each for each in offered if (each[0] == str((only or without).pk)) == bool(only)]
        self.choices = Told([("", self.nobody), *offered] if self.nobody else offered)

    def prepare_value(self, value):
        return value.pk if isinstance(value, User) else value

    def clean(self, value):
        chosen = super().clean(value)
        return User.objects.get(pk=chosen) if chosen else None
