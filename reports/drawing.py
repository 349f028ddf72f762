"""Cards and tables of figures. Written in Python and not in a template: a page has a hundred and thirty of them, and to
fill in as many templates took longer than to count.
"""

from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from refuge.indicators import DAYS, HOURS
from refuge.ui.icons import svg
from refuge.ui.templatetags.ui import known_address
from refuge.ui.widgets import plain
from refuge.ui.words import short_day

FIGURE, CHART = "reports:figure", "reports:chart"


class Pen:
    """Draws figures of the period that was chosen (`reports.periods.Chosen`), as `reports.showing` has written them."""

    def __init__(self, asked):
        self.name = plain(asked.name)
        self.state = plain(asked.state)

    def address(self, name: str, *args, **more) -> SafeString:
        """With the period, and with `more`, ready to be written into HTML."""
        state = "&amp;".join(part for part in (self.state, plain(urlencode(more))) if part)
        return SafeString(known_address(name, *args) + (f"?{state}" if state else ""))

    @cached_property
    def how(self) -> str:
        return plain(_("How it was counted"))

    @cached_property
    def who(self) -> str:
        return plain(_("Who is in it"))

    @cached_property
    def course(self) -> str:
        return plain(_("Its course, and who is in it"))

    @cached_property
    def head(self) -> dict:
        """The head of a table, of months and of anything else."""
        name = plain(_("Figure"))
        figure = f'<th scope="col" class="num">{name}</th>'
        return {
            is_months: f'<thead><tr><th scope="col">{plain(first)}</th>{figure}</tr></thead>'
            for is_months, first in ((True, _("Month")), (False, _("Category")))
        }

    @cached_property
    def whole(self) -> dict:
        """What the last line of a table says, by whether its rows make it."""
        return {True: plain(_("Total")), False: plain(_("Whole period"))}

    @cached_property
    def pair(self) -> str:
        return _("%(name)s: %(value)s")

    def card(self, figure: dict) -> SafeString:
        """A figure with what it is compared with, and how it was counted."""
        name, address = plain(figure["name"]), self.address(FIGURE, figure["code"])
        unit = f" ({plain(figure['word'])})" if figure["unit"] in (DAYS, HOURS) else ""
        parts = "".join(f"<li>{self.named(*part)}</li>" for part in figure["parts"])
        parts = f"<ul>{parts}</ul>" if parts else ""
        return SafeString(
            f'<div class="card figure"><span class="big">{plain(figure["text"])}</span>'
            f'<small><a href="{address}">{name}</a>{unit}</small>{self.beside(figure)}'
            f'<details class="counted"><summary>{self.how}<span class="visually-hidden">: {name}</span></summary>'
            f"<p>{plain(figure['definition'])}</p>{parts}"
            f'<p><a href="{address}">{self.course}<span class="visually-hidden">: {name}</span></a></p></details></div>'
        )

    def named(self, name, value) -> str:
        return self.pair % {"name": plain(name), "value": plain(value)}

    def beside(self, figure: dict) -> SafeString:
        """The lines below a figure: what it is compared with, what was reported of it, and what it is not."""
        lines = [small(_("nothing to count it from"))] if figure["value"] is None else []
        if earlier := figure["compared"]:
            change = f" · {svg(earlier['icon'], 14)} {plain(earlier['change'])}" if earlier["change"] else ""
            lines.append(small(SafeString(self.named(earlier["name"], earlier["text"]) + change)))
        lines += [self.reported(each) for each in figure["reported"]]
        if figure["not_given"]:
            lines.append(small(_("Given for whole months, quarters and years only")))
        if figure["not_narrowed"]:
            lines.append(small(_("The whole house: not narrowed by %(what)s") % {"what": figure["not_narrowed"]}))
        return SafeString("".join(lines))

    def reported(self, said: dict) -> str:
        words = {"title": said["title"], "day": short_day(said["on"]), "text": said["text"]}
        if said["is_the_same"]:
            return small(_("As reported in “%(title)s”, %(day)s") % words)
        return small(_("Reported: %(text)s in “%(title)s”, %(day)s") % words, " text-soon")

    def table(self, figure: dict, breakdown: dict) -> SafeString:
        """The parts of a figure: their chart, and their numbers in a table."""
        name, body = plain(breakdown["name"]), self.body(figure, breakdown)
        if figure["is_profile"]:
            body += (
                f'<div class="card-body"><details class="counted"><summary>{self.how}'
                f'<span class="visually-hidden">: {name}</span></summary><p>{plain(figure["definition"])}</p>'
                f'<p><a href="{self.address(FIGURE, figure["code"])}">{self.who}'
                f'<span class="visually-hidden">: {name}</span></a></p></details></div>'
            )
        return SafeString(
            f'<section class="card"><header class="card-head"><h2 class="card-title">{name}</h2></header>'
            f"{body}</section>"
        )

    def body(self, figure: dict, breakdown: dict) -> str:
        if not breakdown["rows"]:
            return hint(_("Nothing to count in this period."))
        name = plain(breakdown["name"])
        alt = plain(_("Chart: %(name)s. The same figures stand in the table below.") % {"name": breakdown["name"]})
        note = f'<p class="hint">{plain(breakdown["note"])}</p>' if breakdown["note"] else ""
        nothing = breakdown["nothing"]
        rows = "".join(
            f'<tr><td>{plain(row["label"])}</td><td class="num">{plain(row["text"])}</td></tr>'
            for row in breakdown["rows"]
        )
        return (
            '<div class="card-body"><img class="drawing" loading="lazy"'
            f' src="{self.address(CHART, figure["code"], breakdown["code"])}" alt="{alt}">{note}</div>'
            f'<table class="table"><caption class="visually-hidden">{name}, {self.name}</caption>'
            f"{self.head[breakdown['chart'] == 'months']}<tbody>{rows}<tr><td><b>{self.whole[breakdown['adds_up']]}</b>"
            f'</td><td class="num"><b>{plain(figure["text"])}</b></td></tr></tbody></table>'
            + (hint(_("Nothing under: %(names)s.") % {"names": nothing}) if nothing else "")
        )


def small(text, look="") -> str:
    return f'<small class="d-block{look}">{plain(text)}</small>'


def hint(text) -> str:
    return f'<div class="card-body"><p class="hint">{plain(text)}</p></div>'
