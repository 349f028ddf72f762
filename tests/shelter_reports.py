"""A funder's template, for the table of rights."""

from functools import cached_property

from django.utils import timezone

from refuge.exports import statements
from reports import exports
from reports import statements as monthly
from reports import template_operations as templates
from reports.models import ReportTemplate, TemplatePart


class ReportsRoom:
    """What `about` names of reports."""

    @cached_property
    def _funders_template(self):
        example = ReportTemplate.objects.get(example="city")
        copy = templates.copy_template(template=example, by=self.staff["management"])
        return templates.change_template(template=copy, logo=b"PNG", by=self.staff["management"])

    @property
    def _template(self):
        return {"pk": self._funders_template.pk}

    @property
    def _template_part(self):
        return {"pk": TemplatePart.objects.filter(template=self._funders_template).current()[1].pk}

    @property
    def _sheet(self):
        return {"pk": self._report["pk"], "kind": "xlsx"}

    @cached_property
    def _export(self):
        day = timezone.localdate()
        first, last = day.replace(month=1, day=1), day.replace(month=12, day=31)
        asked = {"kind": "figures", "format": "xlsx", "first": first, "last": last, "language": "fr"}
        export = exports.ask_export(**asked, by=self.staff["management"])
        exports.build_export(export.pk)
        return {"pk": export.pk}

    @property
    def _statement(self):
        return {"code": "fedasil"}

    @cached_property
    def _issued(self):
        month = timezone.localdate().replace(day=1) - monthly.MONTH
        issued = monthly.issue(statement=statements["fedasil"], month=month, by=self.staff["management"])
        return {"pk": issued.pk}
