"""What can be wrong with an answer."""


class SurveyError(Exception):
    """Anything this room refuses."""


class MistypedTicket(SurveyError):
    """What was typed cannot be one: a sign is missing or wrong."""


class NotExpected(SurveyError):
    """Nobody was given this one, or it has answered already."""


class NothingSaid(SurveyError):
    """Neither an answer nor a word of thanks was chosen."""
