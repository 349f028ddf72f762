"""A later version of a final report: what changed, and what stays hidden since the earlier one is out."""

from django.utils.translation import gettext as _

from reports import numbers
from reports.models import Edition, Report, State


def hidden_before(report: Report) -> list:
    """What earlier reports hid from the same readers about the same period: shown now, it could be subtracted."""
    if report.is_internal:
        return []
    earlier = Edition.objects.filter(report__in=finals_like(report)).values_list("figures__hidden", flat=True)
    return [figure for hidden in earlier for figure in hidden or ()]


def finals_like(report: Report):
    """Final reports to the same readers about the same period."""
    return Report.objects.filter(
        state=State.FINAL, funder=report.funder, audience=report.audience, first=report.first, last=report.last
    ).exclude(pk=report.pk)


def changes_since(report: Report, protected: dict) -> list[dict]:
    """Figures that differ from the report that this one corrects: {name, before, after}, written out."""
    if not report.corrects_id:
        return []
    before = Edition.objects.values_list("figures", flat=True).get(report=report.corrects_id)
    hidden = {tuple(each) for each in before.get("hidden", ())}
    old = {key: written(figure, unit, key in hidden) for key, _name, figure, unit in lines(before)}
    new = {key: (name, written(figure, unit, figure["hidden"])) for key, name, figure, unit in lines(protected)}
    return [
        {"name": name, "before": old.get(key, "–"), "after": text}
        for key, (name, text) in new.items()
        if old.get(key, "–") != text
    ]


def lines(data: dict):
    """Each figure of a report once: (key, name, figure, unit)."""
    for section in data["sections"]:
        for each in section["indicators"]:
            yield (each["code"],), each["name"], each, each["unit"]
            for by in each["breakdowns"]:
                for row in by["rows"]:
                    name = _("%(figure)s: %(row)s") % {"figure": by["name"], "row": row["label"]}
                    yield (each["code"], by["code"], row["code"]), name, row, each["unit"]


def written(figure, unit, is_hidden) -> str:
    return numbers.hidden() if is_hidden else numbers.show(figure["value"], unit)
