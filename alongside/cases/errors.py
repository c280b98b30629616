"""What can be refused of a case."""

from uuid import UUID

from alongside.vault.errors import CannotOpen


class CaseError(Exception):
    """Anything this floor refuses."""


class MoveRefused(CaseError):
    """The table of stages does not allow this move, or danger holds it."""


class MovedMeanwhile(CaseError):
    """Somebody else moved the case first."""


class NoSuchCase(CaseError):
    """There is no such case here, or it is not theirs."""


class NotTheirs(CaseError):
    """The case belongs to somebody else now."""


class WaitsForTheirYes(CaseError):
    """The caregiver asked to be told first who would call, and has not said yes yet."""


class TooLateToUndo(CaseError):
    """Ten minutes have passed, or there is nothing to undo."""


class UnknownCode(CaseError):
    """No live case has this code."""


class NoVisit(CaseError):
    """The visit is over, or there was none."""


class NoDraft(CaseError):
    """The answers are gone: an hour has passed, or there were none."""


class SentAlready(CaseError):
    """This very form was sent before: a second tap, or the page was sent again."""


class TooManyUnread(CaseError):
    """The other has not read the last messages yet."""


class NobodyReads(CaseError):
    """No colleague carries the case now, so nobody would read a message."""


class HeldBack(CaseError):
    """A message may point at a patient or holds a return code: nothing was sent. `kinds` says what was met."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__("held back before it was sent")
        self.kinds = kinds


class NoMoreCalls(CaseError):
    """The person said that they would rather not be called any more."""


class NoSuchHandOver(CaseError):
    """Nobody asks this person to take somebody over, or not any more."""


class CannotBeOpened(CannotOpen):
    """The case's key is lost, or what it sealed is damaged: nobody can read it. Names the case, and nothing of it."""

    def __init__(self, *, organization: UUID, case: UUID) -> None:
        super().__init__("what was entrusted to this case cannot be opened")
        self.organization, self.case = organization, case


class NoSuchDanger(CaseError):
    """No such danger stands here, or it is not theirs to see."""


class TakenOn(CaseError):
    """Somebody else has taken it on already."""


class MayNotLower(CaseError):
    """It takes two people, one of them no peer, and a second look after a day. `why` is a `rules.danger.Refusal`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoSuchHandOff(CaseError):
    """There is no such hand-off here, or it is not theirs."""


class NeedsTheirYes(CaseError):
    """Without a yes of the person a professional is brought in only to save a life."""


class WaitsForReceipt(CaseError):
    """The professional has not confirmed yet that they take over; until then they see nothing of how to reach them."""


class NoSuchWitness(CaseError):
    """Nothing of the kind waits for a second person, or this person is not one."""


class NobodyToTell(CaseError):
    """There is no second person who could be told; so the glass is not broken."""


class KeptAway(CaseError):
    """This person may not open this case, whatever the reason; another coordinator may."""


class NoSuchHold(CaseError):
    """Nothing stops the erasure of this case, and nobody has asked for it."""


class AnotherMustAgree(CaseError):
    """It takes two people, and this one was the first."""


class ErasureHeld(CaseError):
    """It cannot be erased now. `by_law`: two people hold it; else somebody may be in danger, which comes first."""

    def __init__(self, *, by_law: bool) -> None:
        super().__init__("erasure is held")
        self.by_law = by_law
