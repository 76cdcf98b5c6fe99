"""Meanwhile: somebody saves a file of posts after all files were looked at, and before that one is read."""

__all__ = ["LOOKS", "ChangedMeanwhileError"]

LOOKS = 2
"""So often is a site looked at; then all of it is read at once, and what is saved meanwhile is for the next run."""


class ChangedMeanwhileError(Exception):
    """A file changed since its facts were read: all files are to be looked at again."""
