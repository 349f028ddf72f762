"""A selection among hundreds, written at once: to escape each key and each text for itself takes five times as long."""

from html import escape

from refuge.ui.forms import ResidentSelect
from refuge.ui.widgets import LongSelect

# Nothing that PostgreSQL keeps as text has it.
BETWEEN = "\0"


class WideSelect(LongSelect):
    """A selection without groups."""

    def _options(self, chosen) -> str:
        return drawn_at_once(self.choices, chosen)


class WideResidentSelect(WideSelect, ResidentSelect):
    """Among young people by name."""


def drawn_at_once(choices, chosen=()) -> str:
    """The options, as `refuge.ui.widgets.drawn_options` draws them one by one."""
    keys, texts = [], []
    for key, text in choices:
        keys.append(str(key))
        texts.append(str(text))
    drawn = zip(keys, _escaped(keys), _escaped(texts), strict=True)
    return "\n".join(
        f'  <option value="{value}"{" selected" if key in chosen else ""}>{text}</option>' for key, value, text in drawn
    )


def _escaped(texts) -> list[str]:
    return escape(BETWEEN.join(texts)).split(BETWEEN) if texts else []
