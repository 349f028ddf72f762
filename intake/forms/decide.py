"""The decision. What only one outcome asks is marked, and shown with that outcome alone where the browser can."""

from crispy_forms.layout import Div, Layout
from django.utils.translation import gettext_lazy as _

from intake.ages import needs_exception
from intake.forms.fields import ANSWERS, LongText, one_of
from intake.models.choices import OUTCOMES, WHY_DECLINED, Answer, RefusalReason, State
from refuge.ui.forms import RefugeForm

OF_REFUSAL = ("refusal_reason", "space_was_free", "offered_instead")


class DecideForm(RefugeForm):
    outcome = one_of(_("Decision"), [(each.value, each.label) for each in OUTCOMES])
    reason = LongText(label=_("Reason"), help_text=_("Read by the team, and by the person if they ask to."))
    exception = LongText(
        label=_("Why an exception to the usual ages"),
        rows=3,
        required=False,
        help_text=_("This person is outside the usual ages: a space needs this in writing."),
    )
    refusal_reason = one_of(
        _("Why not here?"),
        [(each.value, each.label) for each in WHY_DECLINED],
        required=False,
        help_text=_("To be said when declining."),
    )
    space_was_free = one_of(
        _("Was a space free that night?"), ANSWERS, required=False, help_text=_("To be said when declining.")
    )
    offered_instead = LongText(
        label=_("What was offered instead?"), rows=3, required=False, help_text=_("To be said when declining.")
    )

    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_exception(about.person):
            del self.fields["exception"]
        exception = [Div("exception", css_class="only-with-a-space")] if "exception" in self.fields else []
        self.layout = Layout("outcome", "reason", *exception, Div(*OF_REFUSAL, css_class="only-declined"))

    def clean(self):
        said = super().clean()
        if said.get("outcome") == State.DECLINED:
            for name in OF_REFUSAL:
                if not said.get(name):
                    self.add_error(name, _("A refusal says this too."))
            if (said.get("refusal_reason"), said.get("space_was_free")) == (RefusalReason.NO_PLACE, Answer.YES):
                self.add_error("space_was_free", _("Either no space was free, or one was: both cannot be true."))
        return said
