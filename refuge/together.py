"""Steps of a migration taken together: the models are drawn once for all of them.

Django draws every model anew for each field, constraint or trigger that a migration adds: some hundred models, seven
hundred times, a minute of the first start. Steps that do not look at each other need it once, and those that change no
field, as constraints, indexes and triggers, never. New models may point at each other: PostgreSQL is told of foreign
keys when all tables stand.
"""

from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.operations.base import Operation


class Together(Operation):
    """`operations` that make models, or that add to models which stand already; none of them alters what another one
    made."""

    reduces_to_sql = True

    def __init__(self, operations):
        self.operations = operations

    @property
    def reversible(self):
        return all(each.reversible for each in self.operations)

    def deconstruct(self):
        return self.__class__.__name__, [self.operations], {}

    def state_forwards(self, app_label, state):
        drawn = state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)
        if drawn is None:
            return
        state.apps = drawn
        changed = {(app_label, name) for each in self.operations if (name := _drawn_anew(each))}
        if changed:
            state.reload_models(changed, delay=True)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(each.describe() for each in self.operations)


def _drawn_anew(operation) -> str | None:
    """The model of which a step changes the fields."""
    if isinstance(operation, CreateModel):
        return operation.name_lower
    return operation.model_name_lower if isinstance(operation, AddField) else None
