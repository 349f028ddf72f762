"""A funder's template, for the table of rights."""

from functools import cached_property

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
