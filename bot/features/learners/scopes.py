"""The scopes of settings, as they're stored: a tenant's, a place's or a member's. Pure."""

EVERYWHERE = ""
"""The scope of a whole tenant's settings."""

_PLACE, OF_MEMBERS = "place:", "member:"
"""How the scopes of places and of members begin."""


def of_place(place: str) -> str:
    """Return the scope for settings of a place, given its id."""
    return f"{_PLACE}{place}"


def of_member(member: str) -> str:
    """Return the scope for settings of a member, given their id."""
    return f"{OF_MEMBERS}{member}"


def member_in(scope: str) -> str | None:
    """Return the id of the member whose settings have a scope; None if it's a tenant's or a place's."""
    return scope.removeprefix(OF_MEMBERS) if scope.startswith(OF_MEMBERS) else None
