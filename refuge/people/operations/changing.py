"""Setting fields of a record so that history tells what changed and nothing else."""


def change(record, values: dict) -> bool:
    """Set and save the fields of `values` that differ; whether there were any.

    An encrypted field is sealed anew each time it is saved, so saving an unchanged one would look like a change.
    Text is trimmed. ValidationError beside the field that does not fit.
    """
    changed = []
    for name, value in values.items():
        value = value.strip() if isinstance(value, str) else value
        if getattr(record, name) != value:
            setattr(record, name, value)
            changed.append(name)
    check(record, changed)
    if changed:
        record.save(update_fields=changed)
    return bool(changed)


def check(record, names) -> None:
    """Raise ValidationError beside each of the fields `names` that does not fit. What spans fields, and whether rows
    that are pointed to exist, is for the database to say."""
    skipped = {field.name for field in record._meta.fields if field.name not in names or field.is_relation}
    record.clean_fields(exclude=skipped)
