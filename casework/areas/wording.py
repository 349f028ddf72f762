"""The twelve life areas and their five levels, in our own words, as a young person says them.

The areas are those of the field (DOMAIN.md 6); no sentence is taken from a published scale.
"""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "housing": (
        _("I do not know where I will sleep tonight, or this week."),
        _("I have a roof for now, and could lose it any day."),
        _("I know where I sleep for the coming weeks, with help."),
        _("I have a place that can last, and need help now and then."),
        _("I have a home of my own and keep it by myself."),
    ),
    "income": (
        _("I have no money for food or transport."),
        _("Some money comes in, not every month and not enough."),
        _("I have an income, and run short before the month ends."),
        _("I come through the month, with help for larger bills."),
        _("I come through the month and can put something aside."),
    ),
    "papers": (
        _("I have no valid papers and no procedure, or I am about to lose them."),
        _("Something is under way, and I do not understand where it stands."),
        _("My papers are being put in order; somebody does it with me."),
        _("My papers are in order; for letters I ask for help."),
        _("My papers are in order and I see to them myself."),
    ),
    "work": (
        _("I have none of these, and cannot think of it now."),
        _("I would like to, and do not know where to begin."),
        _("I am looking, or trying something out, with support."),
        _("I have work or lessons and hold on, sometimes with difficulty."),
        _("I have work or lessons that suit me, and know the next step."),
    ),
    "days": (
        _("Day and night run together; I get nothing done."),
        _("Most days are empty, and getting up is hard."),
        _("I have some fixed points in the week, with somebody’s push."),
        _("My days have a shape; a setback can still upset it."),
        _("My days are as I want them, also after a setback."),
    ),
    "body": (
        _("I am ill or in pain, and see nobody about it."),
        _("Something is wrong, and care is hard to get."),
        _("I see a doctor when somebody reminds me or comes along."),
        _("I have a doctor and go there when I need to."),
        _("I feel well and look after my body."),
    ),
    "mind": (
        _("I cannot go on like this."),
        _("I am down or afraid most of the time."),
        _("There are bad days, and somebody I can call then."),
        _("I feel well enough, and know what helps me."),
        _("I feel well, and come through hard times."),
    ),
    "substances": (
        _("It decides over my days, or puts me in danger."),
        _("It causes trouble and I do not manage with less."),
        _("I am trying to take less, with support."),
        _("I know my limits, and mostly keep to them."),
        _("It is no matter in my life."),
    ),
    "safety": (
        _("Somebody hurts or threatens me now."),
        _("I am often afraid that they will find me."),
        _("Here I am safe; outside I am careful."),
        _("I feel safe nearly everywhere, and know what to do if not."),
        _("I feel safe."),
    ),
    "close": (
        _("There is nobody, or those there are do me harm."),
        _("Contact is broken off or ends in quarrels."),
        _("There is one person I can turn to."),
        _("There are some people I trust; the rest I keep at a distance."),
        _("I have people close to me, chosen or not, who are there for me."),
    ),
    "community": (
        _("I see nobody."),
        _("I know people, and feel alone among them."),
        _("I go along to something now and then."),
        _("I have places and people I go back to."),
        _("I belong somewhere, and others count on me."),
    ),
    "self": (
        _("I hide or hate who I am."),
        _("I cannot speak about it with anybody."),
        _("I am finding out, and some people know."),
        _("I accept who I am, and choose whom I tell."),
        _("I am glad to be who I am."),
    ),
}


def sentence(area: str, level: int):
    """What level 1 to 5 of an area says."""
    return SENTENCES[area][level - 1]
