"""The errors of requests to a site, by what helps: another request, a smaller request, or a person."""

from calque.errors import SourceError

__all__ = ["OutageError", "RefusedError", "TooLargeError", "is_capped"]

_BAD_REQUEST = 400


class OutageError(SourceError):
    """The site did not answer as it should; it may when asked again.

    `wait` is how many seconds it asked to be left alone (`Retry-After`); None where it did not say.
    """

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class RefusedError(SourceError):
    """The site answered with an error of its own, which asking again does not change.

    `code` is WordPress's name for it (`rest_post_invalid_id`), whatever the language of its message; `parameters`
    are those of the request that it does not like, where it names them.
    """

    def __init__(
        self, message: str, code: str = "", status: int = 0, parameters: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.parameters = parameters


class TooLargeError(SourceError):
    """The answer is larger than calque takes in at once; fewer posts at a time may fit."""


def is_capped(error: RefusedError) -> bool:
    """Tell whether fewer rows at a time may be given: a 400 that names `per_page`, or nothing at all."""
    return error.status == _BAD_REQUEST and (not error.parameters or "per_page" in error.parameters)
