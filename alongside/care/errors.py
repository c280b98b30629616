"""What can be wrong with looking after a supporter."""


class CareError(Exception):
    """Anything this room refuses."""


class NoSuchTalk(CareError):
    """There is none open of this key in the organization."""


class NotWithOneself(CareError):
    """Nobody is their own mentor."""
