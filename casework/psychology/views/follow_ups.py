"""`/casework/psychology/`: one's own follow-ups, for management numbers; and one follow-up with all its steps."""

from functools import partial

from django.db.models import Exists, F, Func, OuterRef, Prefetch, Subquery
from django.db.models.functions import Lower
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.models import (
    FollowUp,
    FollowUpFile,
    FollowUpFlag,
    FollowUpSession,
    SafetyPlan,
    Score,
    SessionAddition,
    StandIn,
)
from casework.models.psychology import Tool
from casework.psychology import operations
from casework.psychology.forms import CloseForm, FollowUpsForm, HandOverForm, OpenForm, StandInForm
from casework.psychology.indicators import no_show, persons, sessions
from casework.psychology.opening import log_opening, openings_of
from casework.psychology.operations.succession import holders_gone
from casework.psychology.rows import curves_of, due_of, history_of, next_of, rows_of
from casework.psychology.views.acting import GET_POST, data_of, fill_in, followup_of, press, record_of, url_of
from refuge.access import allows, get_visible, page, require
from refuge.indicators import Period
from refuge.people.models import Person
from refuge.people.views.page import header_of, person_of
from refuge.questions import SOMEBODY, ask, read
from refuge.ui.lists import Listing

COLUMNS = {"opened": "opened_on", "name": "sort_name"}
SESSIONS_A_PAGE = 20


@page("casework.psychology_page")
@require_safe
def followups(request):
    """The psychologist's list; whoever is management alone sees how many, and of nobody."""
    if not allows(request.user, "casework.psychology"):
        return _counts(request)
    own = partial(_own, request.user)
    listing = Listing(request, FollowUpsForm, own, COLUMNS, sort="-opened", kept="casework.followups")
    rows = rows_of(request.user, listing.rows)
    return listing.render("casework/psychology/list.html", {"rows": rows, "rows_of_list": rows})


def _own(user):
    own = FollowUp.objects.visible_to(user).with_due(user).select_related("person", "psychologist")
    # É sorts as E: the database's own order puts it after Z.
    return own.annotate(sort_name=Func(Lower(F("person__chosen_name")), function="unaccent"))


def _counts(request):
    this_year = timezone.localdate().year
    years = [(year, Period.year(year)) for year in (this_year, this_year - 1)]
    context = {
        "years": [(year, persons(period).value, sessions(period).value, no_show(period)) for year, period in years],
        "is_anybody_gone": holders_gone().exists(),
    }
    return render(request, "casework/psychology/counts.html", context)


@page("casework.psychology")
@require_http_methods(GET_POST)
def open_(request, reference):
    """Begin to follow somebody. Whoever is followed already has no such page."""
    person = person_of(request, reference)
    standing = FollowUp.objects.open().filter(person=person).first()
    if standing:
        return redirect(url_of(followup_of(request, standing.pk)))
    form = OpenForm(data_of(request), user=request.user)
    if request.method == "POST":
        followup = form.apply(operations.open_follow_up, person=person, by=request.user)
        if form.done:
            return redirect(url_of(followup))
    context = {"form": form, "form_title": _("Open a follow-up"), "back": reverse("people:person", args=[reference])}
    note = _("Read by you and by who stands in, by nobody else. The team sees that a psychologist follows them.")
    return render(request, "casework/psychology/form.html", {**header_of(person), **context, "note": note})


@page("casework.psychology")
@require_safe
def followup(request, pk):
    """Everything of one follow-up; older sessions on the pages after."""
    found = get_visible(partial(_with_due, request.user), request.user, pk=pk, kept="casework.followup_with_due")
    log_opening(request, found)
    shown, following = _sessions(found, request.GET.get("after", ""))
    scores = _read_of("scores", found, _scores_of_somebody)
    newest = shown[0] if shown and not request.GET.get("after") else None
    context = {
        "followup": found,
        "due": due_of(found, next_of(newest)),
        "next_on": next_of(newest),
        "sessions": shown,
        "following": following,
        "waiting": [score for score in scores if score.signed_at is None],
        "curves": curves_of(scores),
        "tools": Tool,
        "flags": sorted(_read_of("flags", found, _flags_of_somebody), key=lambda flag: flag.closed_at is not None),
        "files": _read_of("files", found, _files_of_somebody),
        "stand_ins": _read_of("stand_ins", found, _stand_ins_of_somebody),
        "plans": read("casework.safety_plans", None, _plans_of_somebody, stand_ins={SOMEBODY: found.person_id}),
        "may_lead": allows(request.user, "casework.lead_followup", found),
        "may_hand_over": allows(request.user, "casework.hand_over_followup", found),
    }
    return render(request, "casework/psychology/followup.html", {**header_of(found.person), **context})


def _with_due(user):
    return FollowUp.objects.with_due(user).select_related("person__worker", "psychologist")


def _read_of(name, followup, records, *more) -> list:
    """What belongs to a follow-up that its reader may open, by a question for SOMEBODY's."""
    found = read(f"casework.followup.{name}", None, records, *more, stand_ins={SOMEBODY: followup.pk})
    for each in found:
        each.followup = followup
    return found


def _scores_of_somebody():
    return Score.objects.filter(followup=SOMEBODY).order_by("taken_on", "recorded_at")


def _flags_of_somebody():
    return FollowUpFlag.objects.filter(followup=SOMEBODY).order_by("review_on")


def _files_of_somebody():
    return FollowUpFile.objects.filter(followup=SOMEBODY).kept().defer("content").order_by("-added_at")


def _stand_ins_of_somebody():
    return StandIn.objects.not_over().filter(followup=SOMEBODY).select_related("user").order_by("starts_on")


def _plans_of_somebody():
    return SafetyPlan.objects.standing().filter(alert__person=SOMEBODY).select_related("alert")


def _sessions(followup, after) -> tuple[list, str]:
    """A page of sessions, the newest first, and the number of the next page; "" for none."""
    number = int(after) if after.isdecimal() and len(after) < 4 else 0
    shown = _read_of("sessions", followup, partial(_sessions_from, number * SESSIONS_A_PAGE), number)
    return shown[:SESSIONS_A_PAGE], str(number + 1) if len(shown) > SESSIONS_A_PAGE else ""


def _sessions_from(first):
    additions = SessionAddition.objects.select_related("written_by")
    sessions = FollowUpSession.objects.filter(followup=SOMEBODY).select_related("signed_by")
    sessions = sessions.prefetch_related(Prefetch("additions", additions)).order_by("-held_on", "-signed_at")
    return sessions[first : first + SESSIONS_A_PAGE + 1]


@page("casework.psychology")
@require_safe
def history(request, pk):
    """Who wrote and who opened, and when; of no change what it was."""
    found = followup_of(request, pk)
    log_opening(request, found)
    context = {"followup": found, "changes": history_of(found), "openings": openings_of(found)}
    return render(request, "casework/psychology/history.html", {**header_of(found.person), **context})


@page("casework.psychology")
@require_http_methods(GET_POST)
def hand_over(request, pk):
    """To a successor, for good: afterwards the page is theirs."""
    found = followup_of(request, pk)
    require(request.user, "casework.hand_over_followup", found)
    form = HandOverForm(data_of(request), followup=found)
    return fill_in(
        request, found, form, operations.hand_over_follow_up, title=_("Hand the follow-up over"),
        said=_("The follow-up is handed over: you read nothing of it any more."),
        note=_("They read everything, the notes of the past too. You will read nothing of it any more."),
        back=reverse("casework:followups"), followup=found,
    )  # fmt: skip


@page("casework.psychology")
@require_http_methods(GET_POST)
def stand_in(request, pk):
    found = _led(request, pk)
    form = StandInForm(data_of(request), followup=found)
    return fill_in(
        request, found, form, operations.name_stand_in, title=_("Name who stands in"), said=_("The stand-in is named."),
        note=_("They read and write everything in this follow-up, on those days alone."),
        undo=lambda named: reverse("casework:stand_in_end", args=[named.pk]), followup=found,
    )  # fmt: skip


@page("casework.psychology")
@require_POST
def end_stand_in(request, pk):
    named = record_of(request, StandIn, pk)
    require(request.user, "casework.lead_followup", named.followup)
    undo = reverse("casework:stand_in_restore", args=[named.pk])
    said, back = _("They stand in no more."), url_of(named.followup)
    return press(request, operations.end_stand_in, said=said, back=back, undo=undo, stand_in=named)


@page("casework.psychology")
@require_POST
def restore_stand_in(request, pk):
    named = record_of(request, StandIn, pk)
    require(request.user, "casework.lead_followup", named.followup)
    said, back = _("The stand-in is named."), url_of(named.followup)
    return press(request, operations.restore_stand_in, said=said, back=back, stand_in=named)


@page("casework.psychology")
@require_http_methods(GET_POST)
def close(request, pk):
    found = _led(request, pk)
    if not found.is_open:
        return redirect(url_of(found))
    form = CloseForm(data_of(request))
    return fill_in(
        request, found, form, operations.close_follow_up, title=_("Close the follow-up"),
        said=_("The follow-up is closed."), note=_("You can still read it, add to its notes, and reopen it."),
        undo=lambda closed: reverse("casework:followup_reopen", args=[closed.pk]), followup=found,
    )  # fmt: skip


@page("casework.psychology")
@require_POST
def reopen(request, pk):
    found = _led(request, pk)
    said = _("The follow-up is open again.")
    return press(request, operations.reopen_follow_up, said=said, back=url_of(found), followup=found)


def _led(request, pk) -> FollowUp:
    found = followup_of(request, pk)
    require(request.user, "casework.lead_followup", found)
    return found


def cards_of(request, person: Person) -> dict:
    """On the person's page, in one query: whether a safety plan holds, and whether a follow-up exists, for who may know
    it. Psychologists find the way to their own, or to a new one."""
    user, which = request.user, {SOMEBODY: person.pk}
    ((has_plan, is_followed, own),) = ask("person.psychology", user, lambda: _cards_for(user), stand_ins=which)
    may_open = allows(request.user, "casework.psychology") and not person.has_died
    return {"person": person, "has_plan": has_plan, "is_followed": is_followed, "own": own, "may_open": may_open}


def _cards_for(user):
    plans = SafetyPlan.objects.standing().filter(alert__person=OuterRef("pk"))
    known = FollowUp.objects.known_to(user).open().filter(person=OuterRef("pk"))
    own = FollowUp.objects.visible_to(user).open().filter(person=OuterRef("pk"))
    found = Person.objects.filter(pk=SOMEBODY).annotate(
        has_plan=Exists(plans), is_followed=Exists(known), own=Subquery(own.values("pk"))
    )
    return found.values_list("has_plan", "is_followed", "own")
