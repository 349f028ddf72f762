"""Six flats, thirty-one spaces, and the stays of RESIDENTS."""

from datetime import timedelta

from demo.shelter import CLOSED, EXTENSION_ASKED, FLATS, PROMISED, RESERVED, RESIDENTS, SITES, STEP_FREE
from housing import operations
from housing.models import Programme, Stay
from intake.models import Decision

DAYS_OPEN = 205  # as long as the first resident is known


def build_stays(requests, staff, moment) -> dict[str, Stay]:
    """Open the flats, let people arrive in the order of their arrival, and some leave."""
    today = moment.now.date()
    spaces = _open_flats(staff, today - timedelta(days=DAYS_OPEN))
    stays = {}
    for resident in sorted(RESIDENTS, key=lambda each: -each.arrived):
        request = requests[resident.name]
        stay = operations.arrive(
            person=request.person,
            space=spaces[resident.space],
            request=request,
            on=today - timedelta(days=resident.arrived),
            ethos_entry=request.ethos,
            by=staff["coordinator"],
        )
        arrived = moment.ago(days=resident.arrived)
        Decision.objects.filter(request=request, revoked_at=None).update(decided_at=arrived)
        if resident.left is not None:
            stay = operations.depart(
                stay=stay,
                on=today - timedelta(days=resident.left),
                destination=resident.destination,
                exit_type=resident.exit_type,
                by=staff["coordinator"],
            )
        stays[resident.name] = stay
    _plans(requests, spaces, stays, staff, today)
    return stays


def _open_flats(staff, opened) -> dict:
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


def _plans(requests, spaces, stays, staff, today) -> None:
    """What is to come: a closure, promises, an extension that waits for management."""
    by = staff["coordinator"]
    for code, since, more, reason in CLOSED:
        start, end = today - timedelta(days=since), today + timedelta(days=more)
        operations.close_space(space=spaces[code], starts_on=start, ends_on=end, reason=reason, by=staff["logistics"])
    for name, code, days in PROMISED:
        request = requests[name]
        operations.offer(
            person=request.person,
            space=spaces[code],
            starts_on=today + timedelta(days=days),
            request=request,
            promised=True,
            by=by,
        )
    for name in EXTENSION_ASKED:
        stay = stays[name]
        until = stay.agreed_until + timedelta(days=30)
        operations.ask_extension(stay=stay, until=until, reason="Bail signé, clés dans un mois.", by=by)
