"""What can be wrong with a guide."""


class GuidanceError(Exception):
    """Anything this room refuses."""


class UnknownGuide(GuidanceError):
    """No guide has this name, or not for this reader."""


class BadGuide(GuidanceError):
    """A guide's file cannot be read: front matter, heading, link or placeholder. Stops a test, never a reader."""
