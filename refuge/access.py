"""Who may open what. A view says which permission opens it; a view that says nothing opens for nobody.

Refusals are 404: an address that is not yours does not exist for you.
"""

from functools import wraps
from uuid import UUID

import rules
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404

from refuge.questions import SOME_REFERENCE, SOMEBODY, read

# Views of packages that bring their own checks.
TRUSTED_PACKAGES = ("allauth.",)


def page(permission):
    """Open the view to signed-in people who have `permission`; to everybody else its address answers 404."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            require(request.user, permission)
            return view(request, *args, **kwargs)

        checked.permission = permission
        return checked

    return decorate


def open_page(view):
    """Open the view to the whole world, signed in or not."""
    view = login_not_required(view)
    view.permission = None
    return view


def allows(user, permission, record=None) -> bool:
    """Whether `user` has `permission` (on `record`, where the rule asks about one).

    Asked about no record it depends on the roles alone. A page asks the same thing many times over, so whoever was
    read with a session remembers the answers for their roles (refuge/accounts/backend.py).
    """
    remembered = getattr(user, "allowed", None)
    if remembered is None or record is not None:
        return rules.has_perm(permission, user, record)
    if permission not in remembered:
        remembered[permission] = rules.has_perm(permission, user)
    return remembered[permission]


def require(user, permission, record=None) -> None:
    """Raise Http404 unless `user` has `permission`."""
    if not allows(user, permission, record):
        raise Http404


def get_visible(model, user, *, kept="", **lookup):
    """The one record of `model` that `user` may see, or Http404. `model` may be a queryset, or a function
    that gives one.

    `kept` names a page that many open: what it asks for is put into SQL once a day (refuge/questions.py). Its lookup is
    one UUID or reference, and who may see the record depends on the user, their roles and the day alone.
    """
    if not kept:
        return get_object_or_404(_records(model).visible_to(user), **lookup)
    ((name, value),) = lookup.items()
    stand_in = SOMEBODY if isinstance(value, UUID) else SOME_REFERENCE
    found = read(
        kept, user, lambda: _records(model).visible_to(user).filter(**{name: stand_in}), stand_ins={stand_in: value}
    )
    if not found:
        raise Http404
    return found[0]


def _records(model):
    if isinstance(model, type):
        return model.objects
    return model if hasattr(model, "visible_to") else model()


class PolicyRequired:
    """Fail closed: a view without `@page` or `@open_page` answers 404, whoever asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not hasattr(view, "permission") and not view.__module__.startswith(TRUSTED_PACKAGES):
            raise Http404
