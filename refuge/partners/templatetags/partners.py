"""Organisations and referrals as rows of a list, drawn in Python: they stand twenty-five a page."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from refuge.partners.choices import Status
from refuge.ui.icons import svg
from refuge.ui.templatetags.ui import avatar, chip, known_address, person_name
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

register = template.Library()


@register.simple_tag
def organisation_rows(rows, choose=""):
    """The directory's (`refuge.partners.rows.OrganisationRow`). With `choose` each leads to that address, which its id
    completes, instead of to its page."""
    return mark_safe("".join(f"<li>{_organisation(row, choose)}</li>" for row in rows))  # noqa: S308 escaped below


def _organisation(row, choose) -> str:
    address = plain(f"{choose}{row.organisation.pk}" if choose else row.url)
    facts = " · ".join(map(plain, row.facts))
    mark = chip(row.mark, row.mark_tone) if row.mark else ""
    return (
        f'<a class="row-link" href="{address}"><span class="t">{plain(row.organisation)}<small>{facts}</small></span> '
        f"{' '.join(map(chip, row.more))} {mark}</a>"
    )


@register.simple_tag
def referral_rows(rows, with_person=False, without_partner=False, compact=False, may_answer=False):
    """Referrals (`refuge.partners.rows.ReferralRow`): `with_person` where the page is not about somebody,
    `without_partner` where it is about the partner. `compact` is for a narrow card: who, where, and for how long it has
    waited. With `may_answer` what waits for an answer leads to it."""
    drawn = []
    for row in rows:
        who = person_name(row.referral.person) if with_person else ""
        where = "" if without_partner or compact else plain(row.referral.organisation)
        said = " · ".join(filter(None, (who, where)))
        answer = _answer(row.referral) if may_answer and row.referral.status == Status.SENT else ""
        drawn.append(
            f'<li><a class="row-link" href="{plain(row.url)}">'
            f"{avatar(row.referral.person.chosen_name) if with_person else ''}"
            f'<span class="t">{said} <small>{_circumstance(row, compact)}</small></span> '
            f"{_pressing(row, compact)}</a>{answer}</li>"
        )
    return mark_safe("".join(drawn))  # noqa: S308 each part is escaped where it is drawn


def _circumstance(row, compact) -> str:
    need = row.referral.get_need_display()
    if compact:
        return f"{plain(row.referral.organisation)} · {plain(need)}"
    if row.referral.sent_on:
        when = _("sent on %(day)s") % {"day": short_day(row.referral.sent_on)}
    else:
        when = _("prepared on %(day)s") % {"day": short_day(row.referral.prepared_on)}
    return " · ".join(plain(part) for part in (need, when, row.circumstance) if part)


def _pressing(row, compact) -> str:
    if compact and row.circumstance:
        return chip(row.circumstance, row.tone)
    return chip(_("answer is late"), "late") if row.is_late else chip(row.state, row.tone)


def _answer(referral) -> str:
    words = plain(_("Answer"))
    return (
        f' <a class="btn btn-sm" href="{known_address("partners:answer", referral.pk)}">{svg("reply", 16)}{words}'
        f'<span class="visually-hidden"> · {plain(referral.organisation)}</span></a>'
    )
