"""What can be wrong with a guide."""


class GuidanceError(Exception):
    """Anything this room refuses."""


class UnknownGuide(GuidanceError):
    """No guide has this name, or not for this reader."""


class BadGuide(GuidanceError):
    """A guide's text cannot be shown: front matter, heading, link or placeholder. Stops a test, never a reader."""


class TextMoved(GuidanceError):
    """The text is another one by now than the one that was read."""


class AlreadySigned(GuidanceError):
    """This person signed this text before."""
