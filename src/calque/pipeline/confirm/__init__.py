"""Confirm: a person says that a translation is right as it stands, of a page, a post, a text or a kind of change."""

from calque.pipeline.confirm.page import Confirmed, confirm
from calque.pipeline.confirm.texts import StillRight, confirm_texts

__all__ = ["Confirmed", "StillRight", "confirm", "confirm_texts"]
