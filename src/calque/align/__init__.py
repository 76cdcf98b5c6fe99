"""Paragraph alignment: which texts of a translated page translate which texts of its source.

segments of both pages ──▶ AlignmentEvidence (how much each pair looks like a translation) ──▶ chains (moves in order,
by dynamic programming; on long pages in a band along a lead) ──▶ AlignedGroup, AlignedGroup… with a confidence each
"""

from calque.align.alignment import AlignedGroup, align

__all__ = ["AlignedGroup", "align"]
