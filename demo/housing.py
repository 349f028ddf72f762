"""Six flats, thirty-one spaces, and the stays of RESIDENTS."""

from datetime import timedelta

from demo.shelter import CLOSED, EXTENSIONS, FLATS, PROMISED, RESERVED, RESIDENTS, SITES, STEP_FREE
from housing import operations
from housing.models import Extension, Programme, Stay
from intake.models import Decision

NEXT_STEP = ("partner", "Visite de la colocation samedi avec l’éducateur ; réponse lundi.")


def open_flats(staff, opened) -> dict:
    """The spaces, by code, in service from a day on."""
    by = staff["coordinator"]
    sites = {
        alias: operations.open_site(alias=alias, address=f"Rue inventée {number}, 1000 Bruxelles", by=by)
        for number, alias in enumerate(sorted(set(SITES.values())), start=1)
    }
    spaces = {}
    for flat, programme, codes in FLATS:
        unit = operations.open_unit(site=sites[SITES[flat]], name=flat, by=by)
        for code in codes:
            spaces[code] = operations.open_space(
                unit=unit,
                code=code,
                programme=Programme(programme),
                in_service_from=opened,
                reserved_asylum=code in RESERVED,
                step_free=code in STEP_FREE,
                by=by,
            )
    return spaces


def build_stays(requests, spaces, staff, moment) -> dict[str, Stay]:
    """Let people arrive in the order of their arrival, and plan what is to come."""
    stays = {}
    for resident in sorted(RESIDENTS, key=lambda each: -each.first[1]):
        stay = _arrive(resident, requests[resident.name], spaces, staff["coordinator"], moment)
        if resident.before:
            on = moment.day(-resident.arrived)
            stay = operations.move(stay=stay, space=spaces[resident.space], on=on, by=staff["coordinator"])
        stays[resident.name] = stay
    _plans(requests, spaces, staff, moment)
    _extensions(stays, staff, moment)
    return stays


def _arrive(resident, request, spaces, by, moment) -> Stay:
    code, days = resident.first
    stay = operations.arrive(
        person=request.person,
        space=spaces[code],
        request=request,
        on=moment.day(-days),
        agreed_until=None if resident.ends is None else moment.day(resident.ends),
        ethos_entry=request.ethos,
        by=by,
    )
    Decision.objects.filter(request=request, revoked_at=None).update(decided_at=moment.ago(days=days))
    return stay


def _plans(requests, spaces, staff, moment) -> None:
    """What is to come: closures and promises."""
    for code, since, more, reason in CLOSED:
        start, end = moment.day(-since), moment.day(more)
        operations.close_space(space=spaces[code], starts_on=start, ends_on=end, reason=reason, by=staff["logistics"])
    for name, code, days in PROMISED:
        request = requests[name]
        operations.offer(
            person=request.person,
            space=spaces[code],
            starts_on=moment.day(days),
            request=request,
            promised=True,
            by=staff["coordinator"],
        )


def _extensions(stays, staff, moment) -> None:
    """Asked by the coordinator; approved, refused, or waiting for management."""
    for name, more, asked, approved, reason in EXTENSIONS:
        stay = Stay.objects.get(pk=stays[name].pk)
        until = stay.agreed_until + timedelta(days=more)
        extension = operations.ask_extension(
            stay=stay, until=until, reason="Bail signé, clés dans un mois.", by=staff["coordinator"]
        )
        # Asked and decided on days of their own, not all at the moment the demo is built.
        Extension.objects.filter(pk=extension.pk).update(asked_at=moment.ago(days=asked))
        if approved is not None:
            step, words = ("", "") if approved else NEXT_STEP
            operations.decide_extension(
                extension=extension, approved=approved, reason=reason, next_step=step, next_step_note=words,
                by=staff["management"],
            )  # fmt: skip
            Extension.objects.filter(pk=extension.pk).update(decided_at=moment.ago(days=asked - 2))
