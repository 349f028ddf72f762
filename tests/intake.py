"""A call as it is noted, and the addresses of requests."""

from django.urls import reverse

CALL = {
    "caller": "self",
    "channel": "phone",
    "chosen_name": "Nour",
    "pronouns": "iel",
    "age": "19",
    "urgency": "48h",
    "ethos": "6",
    "call_back": "0470 12 34 56",
    "call_back_uses": ["text"],
    "story": "Put out on Saturday.",
}


def address(name, request=None) -> str:
    return reverse(f"intake:{name}", args=[] if name in {"inbox", "new"} else [request.reference])
