"""The panels that the people app itself puts on the person page, and what each of them shows."""

from django.utils.translation import gettext_lazy as _

from refuge.access import allows
from refuge.audit import history
from refuge.audit.lines import lines_of
from refuge.people import timeline
from refuge.people.cards import channel_cards, outside_cards
from refuge.people.choices import LANGUAGES, GenderIdentity, Orientation, labels
from refuge.people.registry import Panel


def overview(request, person) -> dict:
    return {
        "channels": channel_cards(person),
        "outside": outside_cards(person),
        "timeline": timeline.page_of(request.user, person, request.GET.get("after", "")),
        "may_change": allows(request.user, "people.change_file"),
        "may_assign": allows(request.user, "people.change_identity"),
    }


def identity(request, person) -> dict:
    context = {"languages": labels(LANGUAGES, person.languages), **may(request, "people.change_identity")}
    return context | {"intimate": intimate_rows(person)} if allows(request.user, "people.view_intimate") else context


def may(request, permission: str) -> dict:
    return {"may_change": allows(request.user, permission)}


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
    return {"channels": channel_cards(person), **may(request, "people.change_identity")}


def who_knows(request, person) -> dict:
    return {"outside": outside_cards(person), **may(request, "people.change_identity")}


def consents(request, person) -> dict:
    given = person.consents.select_related("recorded_by").order_by("-given_on", "-recorded_at")
    standing_first = sorted(given, key=lambda consent: consent.withdrawn_at is not None)
    return {"consents": standing_first, **may(request, "people.change_consents")}


def access(request, person) -> dict:
    """Who may not open the file, and the newest of who did and who changed it."""
    page = history.page_of(request.user, history.Wanted(subject=person.pk), request.GET.get("after", ""))
    closures = (
        person.closures.filter(reopened_at__isnull=True).select_related("user", "closed_by").order_by("closed_at")
    )
    return {"lines": lines_of(request.user, page.rows), "next": page.next, "closures": closures}


PANELS = (
    Panel("overview", _("Overview"), "people/panels/overview.html", "people.view_file", overview, order=0),
    Panel("identity", _("Identity"), "people/panels/identity.html", "people.view_identity", identity, order=60),
    Panel("contact", _("Safe contact"), "people/panels/contact.html", "people.view_identity", contact, order=62),
    Panel("who-knows", _("Who knows"), "people/panels/who_knows.html", "people.view_identity", who_knows, order=64),
    Panel("consents", _("Consents"), "people/panels/consents.html", "people.view_consents", consents, order=66),
    Panel("access", _("Access"), "people/panels/access.html", "people.view_history", access, order=90),
)
