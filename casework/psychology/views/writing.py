"""Writing a note: kept on the server every few seconds, signed once, added to afterwards."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from casework.models import FollowUpSession
from casework.psychology import operations
from casework.psychology.drafts import draft_of, restore
from casework.psychology.forms import AdditionForm, SessionForm
from casework.psychology.operations.sessions import NOTE, addition_key
from casework.psychology.views.acting import GET_POST, data_of, fill_in, followup_of, press, record_of, url_of
from refuge.access import page


@page("casework.psychology")
@require_http_methods(GET_POST)
def write(request, pk):
    """The note of a session. What was typed before comes back; signing locks it."""
    followup = followup_of(request, pk)
    if not followup.is_open:
        raise Http404
    form = SessionForm(data_of(request), initial=restore(request.user, followup, NOTE))
    return fill_in(
        request, followup, form, operations.sign_session, title=_("A session"),
        said=_("The note is signed and locked."), template="casework/psychology/write.html", followup=followup,
        more={"waiting": followup.scores.filter(signed_at__isnull=True)},
    )  # fmt: skip


@page("casework.psychology")
@require_http_methods(GET_POST)
def add(request, pk):
    """An addition to a signed note, as well kept while it is typed."""
    session = record_of(request, FollowUpSession, pk)
    form = AdditionForm(data_of(request), initial=restore(request.user, session.followup, addition_key(session)))
    return fill_in(
        request, session.followup, form, _add_to, title=_("An addition to a signed note"),
        said=_("The addition stands under the note."), template="casework/psychology/add.html",
        more={"session": session, "draft_key": addition_key(session)}, subject=session,
    )  # fmt: skip


def _add_to(subject, **fields):
    return operations.add_to_session(session=subject, **fields)


@page("casework.psychology")
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request, pk, key):
    """GET gives what is kept, POST keeps what a form sends (204), DELETE throws it away (204)."""
    followup = followup_of(request, pk)
    if request.method == "GET":
        if draft_of(request.user, followup, key) is None:
            raise Http404
        return JsonResponse({"fields": restore(request.user, followup, key)})
    if request.method == "DELETE":
        operations.discard_draft(followup=followup, key=key, by=request.user)
        return HttpResponse(status=204)
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    try:
        operations.save_draft(followup=followup, key=key, fields=fields, by=request.user)
    except ValidationError as error:
        return JsonResponse({"problem": " ".join(error.messages)}, status=413)
    return HttpResponse(status=204)


@page("casework.psychology")
@require_POST
def discard(request, pk, key):
    """For the button that asks first."""
    followup = followup_of(request, pk)
    said = _("The draft is thrown away.")
    return press(request, operations.discard_draft, said=said, back=url_of(followup), followup=followup, key=key)
