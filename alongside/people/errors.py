"""What can be wrong with a person, a role or an invitation."""


class PeopleError(Exception):
    """Anything this floor refuses."""


class UnknownPerson(PeopleError):
    """Nobody with this key works in this organization."""


class AlreadyHere(PeopleError):
    """Somebody with this email address already works in this organization."""


class AlreadyLeft(PeopleError):
    """The person has left; nothing about them changes any more."""


class RoleNotForStaff(PeopleError):
    """A caregiver needs no role, so none is granted."""


class UnknownUnit(PeopleError):
    """The organization has no such site, unit or unit group."""


class InvitationOver(PeopleError):
    """The invitation was used, replaced, or ran out. All three look alike to whoever holds it."""


class SignsInElsewhere(PeopleError):
    """This address already signs in for another organization; its owner must prove it is theirs."""


class NotThisCode(PeopleError):
    """The code is not the one expected, or was used before."""


class LastKey(PeopleError):
    """Removing this would leave the person without a way to sign in."""


class NotASpreadsheet(PeopleError):
    """The file is neither CSV nor XLSX, or is empty or damaged."""


class TooLarge(PeopleError):
    """The file is over one megabyte."""


class TooManyLines(PeopleError):
    """The file holds over two thousand people."""


class ColumnMissing(PeopleError):
    """No column of the first line is headed "name"."""


class Outdated(PeopleError):
    """What was previewed is no longer what would happen; look again before applying."""


class GrantedByOneself(PeopleError):
    """Nobody gives themselves a role that opens cases."""


class NeedsMail(PeopleError):
    """This account works in several organizations: only its own mailbox may open it anew, no code read out."""


class CannotUndoOneself(PeopleError):
    """An administrator cannot end their own last role or leave alone: somebody else must."""


class UnknownMachine(PeopleError):
    """No token with this key opens anything in this organization."""


class NoSuchProposal(PeopleError):
    """It was confirmed, declined or taken back meanwhile, or never was."""


class AnotherMustConfirm(PeopleError):
    """A role that opens cases is granted by two people, and this member cannot be the second one."""
