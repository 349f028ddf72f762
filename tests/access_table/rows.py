"""Who opens which address: how a row is written.

M management, C coordinator, P psychologist, E educator, L logistics, V volunteers' coordinator, Y volunteer.
`about` names the record of `tests.shelter.Shelter` that the address is about.
"""

from dataclasses import dataclass

LETTERS = {
    "M": "management",
    "C": "coordinator",
    "P": "psychologist",
    "E": "educator",
    "L": "logistics",
    "V": "volunteers",
    "Y": "volunteer",
}
EVERYBODY = "MCPELVY"
READERS = "MCPE"
WORLD = "the world"


@dataclass(frozen=True)
class Row:
    method: str
    roles: str
    about: str = ""
    data: tuple = ()

    @property
    def allowed(self) -> set[str]:
        return set(LETTERS.values()) if self.roles == WORLD else {LETTERS[letter] for letter in self.roles}


def get(roles, about=""):
    return Row("get", roles, about)


def post(roles, about="", **data):
    return Row("post", roles, about, tuple(data.items()))
