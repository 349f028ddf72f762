"""A reading told in lines, for the terminal."""


def lines_of(reading):
    """What was found; each rejected row, each stay left out, and what was read in no column, counted."""
    found = reading.as_json()
    yield "{rows} rows, {requests} requests of {people} people, {stays} stays.".format(**found)
    yield ", ".join(f"{year}: {number}" for year, number in found["requests_by_year"].items())
    yield from reading.remarks
    for row in reading.rejected:
        yield f"Rejected: sheet {row.sheet}, row {row.row}, number {row.number}: {row.reason}"
    for left in reading.left_out:
        yield f"Left out: the stay of number {left.call.number}: {left.rule} ({left.detail})"
    for (column, text), number in reading.unread.most_common():
        yield f"Kept as written: {column} “{text}”, {number} ×"
