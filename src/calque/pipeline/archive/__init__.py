"""Work that stands in no catalog any more: the archive, the quarantine, and the way back."""
