"""What can be wrong with a person, a role or an invitation."""


class PeopleError(Exception):
    """Anything this floor refuses."""


class UnknownPerson(PeopleError):  # noqa: N818  # Named for the fact, read aloud.
    """Nobody with this key works in this organization."""


class AlreadyHere(PeopleError):  # noqa: N818  # As above.
    """Somebody with this email address already works in this organization."""


class AlreadyLeft(PeopleError):  # noqa: N818  # As above.
    """The person has left; nothing about them changes any more."""


class RoleNotForStaff(PeopleError):  # noqa: N818  # As above.
    """A caregiver needs no role, so none is granted."""


class UnknownUnit(PeopleError):  # noqa: N818  # As above.
    """The organization has no such site, unit or unit group."""


class InvitationOver(PeopleError):  # noqa: N818  # As above.
    """The invitation was used, replaced, or ran out. All three look alike to whoever holds it."""


class SignsInElsewhere(PeopleError):  # noqa: N818  # As above.
    """This address already signs in for another organization; its owner must prove it is theirs."""


class NotThisCode(PeopleError):  # noqa: N818  # As above.
    """The code is not the one expected, or was used before."""


class LastKey(PeopleError):  # noqa: N818  # As above.
    """Removing this would leave the person without a way to sign in."""
