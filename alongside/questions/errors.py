"""What can be wrong with a question about the program."""


class QuestionError(Exception):
    """Anything this room refuses."""


class NoSuchQuestion(QuestionError):
    """There is no such question here, or it is gone."""
