"""Who is signed in: read once on every request, so in one query that Django has put into words before."""

from functools import lru_cache
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.utils import timezone

from refuge.accounts.models import RoleGrant, User

SOMEBODY = UUID(int=0)  # stands for the id in the kept query


@lru_cache(maxsize=2)
def question(day) -> tuple[str, tuple]:
    """SQL and values for SOMEBODY, their roles on `day` and whether they have a second factor. To put it into words
    takes Django longer than PostgreSQL needs to answer."""
    roles = RoleGrant.objects.current(day).filter(user=OuterRef("pk")).values("role")
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    users = User.objects.filter(pk=SOMEBODY).annotate(held=ArraySubquery(roles), has_second_factor=Exists(factors))
    return users.query.sql_with_params()


@lru_cache(maxsize=200)
def answers(roles: frozenset) -> dict:
    """What is known to be allowed to whoever holds just these roles: it is all that a permission depends on as long as
    it is asked about no record (refuge/access.py)."""
    return {}


class Backend(AuthenticationBackend):
    """django-allauth's, with the roles and the second factor read along."""

    def get_user(self, user_id):
        """The account behind a session, for the length of one request: what its roles allow is remembered."""
        sql, values = question(timezone.localdate())
        pk = User._meta.pk.to_python(user_id)
        user = next(iter(User.objects.raw(sql, [pk if value == SOMEBODY else value for value in values])), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.roles = frozenset(user.held)
        user.allowed = answers(user.roles)
        return user
