"""The panels that the people app itself puts on the person page, and what each of them shows."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.audit import history
from refuge.audit.lines import lines_of
from refuge.people import timeline
from refuge.people.cards import ChannelCard, OutsideCard, channel_cards, outside_cards
from refuge.people.choices import LANGUAGES, GenderIdentity, Orientation, labels
from refuge.people.duplicates import likely_same
from refuge.people.models import Channel, Closure, Consent, Merge, OutsideContact, Person, TeamAlert
from refuge.people.registry import Panel
from refuge.questions import SOMEBODY, ask, read

# What the history panel tells of: the file itself, not what other apps keep on it, nor to whom it is closed.
OWN = (Person, Channel, OutsideContact, Consent, TeamAlert, Merge)


def overview(request, person) -> dict:
    return {
        "channels": channel_cards(person),
        "outside": outside_cards(person),
        "timeline": timeline.page_of(request.user, person, request.GET.get("after", "")),
        **may(request, "people.change_file", person),
        "may_assign": allows(request.user, "people.change_identity"),
        **offered_merge(request, person),
    }


def offered_merge(request, person) -> dict:
    if person.has_died or not allows(request.user, "people.merge"):
        return {}
    return {"may_merge": True, "likely": likely_same(request.user, person)}


def identity(request, person) -> dict:
    context = {"languages": labels(LANGUAGES, person.languages), **may(request, "people.change_identity", person)}
    return context | {"intimate": intimate_rows(person)} if allows(request.user, "people.view_intimate") else context


def may(request, permission: str, person) -> dict:
    """A dead person's file is read-only."""
    return {"may_change": not person.has_died and allows(request.user, permission)}


def intimate_rows(person) -> list[tuple[str, str, str]]:
    """(question, answer, own words); an empty answer was never asked."""
    meta = person._meta
    return [
        (
            meta.get_field("gender_identity").verbose_name,
            labels(GenderIdentity.choices, person.gender_identity),
            person.gender_words,
        ),
        (
            meta.get_field("orientation").verbose_name,
            labels(Orientation.choices, person.orientation),
            person.orientation_words,
        ),
        (meta.get_field("health").verbose_name, person.health, ""),
    ]


def contact(request, person) -> dict:
    rights = may(request, "people.change_identity", person)
    off = [
        (ChannelCard(each).title, each, reverse("people:channel_restore", args=[person.reference, each.pk]))
        for each in (person.channels.taken_off() if rights["may_change"] else ())
    ]
    return {"channels": channel_cards(person), "taken_off": off, **rights}


def who_knows(request, person) -> dict:
    rights = may(request, "people.change_identity", person)
    off = [
        (OutsideCard(each).title, each, reverse("people:outside_restore", args=[person.reference, each.pk]))
        for each in (person.outside_contacts.taken_off() if rights["may_change"] else ())
    ]
    return {"outside": outside_cards(person), "taken_off": off, **rights}


def consents(request, person) -> dict:
    rights = may(request, "people.change_consents", person)
    given = person.consents.select_related("recorded_by").order_by("-given_on", "-recorded_at")
    standing_first = sorted(
        (each for each in given if not each.removed_at), key=lambda consent: consent.withdrawn_at is not None
    )
    off = [
        (each.get_purpose_display(), each, reverse("people:consent_restore", args=[person.reference, each.pk]))
        for each in given
        if each.removed_at and rights["may_change"]
    ]
    return {"consents": standing_first, "taken_off": off, **rights}


def wanted(person, **more) -> history.Wanted:
    """What happened to the file, and to those that went into it."""
    went_in = ask("people.absorbed", None, _went_into_somebody, stand_ins={SOMEBODY: person.pk})
    return history.Wanted(subject=person.pk, also=tuple(pk for (pk,) in went_in), **more)


def _went_into_somebody():
    return Person.objects.filter(merged_into=SOMEBODY).values_list("pk")


def changes(request, person) -> dict:
    """Merges, and each change of the file itself: who, when, which field; before and after for who may read them."""
    merges = Merge.objects.visible_to(request.user).of(person).select_related("absorbed", "merged_by")
    page = history.page_of(request.user, wanted(person, kind="change", models=OWN), request.GET.get("after", ""))
    context = {"merges": merges, "lines": lines_of(request.user, page.rows), "next": page.next}
    return context | {"may_undo_death": allows(request.user, "people.record_death")}


def access(request, person) -> dict:
    """Who may not open the file, and the newest of who did and who changed it."""
    page = history.page_of(request.user, wanted(person), request.GET.get("after", ""))
    closures = read("people.closures", None, _closures_of_somebody, stand_ins={SOMEBODY: person.pk})
    return {"lines": lines_of(request.user, page.rows), "next": page.next, "closures": closures}


def _closures_of_somebody():
    closures = Closure.objects.filter(person=SOMEBODY, reopened_at__isnull=True).order_by("closed_at")
    shown = ("reason", "closed_at", "user__name", "closed_by__name")
    return closures.select_related("user", "closed_by").only(*shown)


PANELS = (
    Panel("overview", _("Overview"), "people/panels/overview.html", "people.view_file", overview, order=0),
    Panel("identity", _("Identity"), "people/panels/identity.html", "people.view_identity", identity, order=60),
    Panel("contact", _("Safe contact"), "people/panels/contact.html", "people.view_identity", contact, order=62),
    Panel("who-knows", _("Who knows"), "people/panels/who_knows.html", "people.view_identity", who_knows, order=64),
    Panel("consents", _("Consents"), "people/panels/consents.html", "people.view_consents", consents, order=66),
    Panel("history", _("History"), "people/panels/history.html", "people.view_changes", changes, order=85),
    Panel("access", _("Access"), "people/panels/access.html", "people.view_history", access, order=90),
)
