"""From source posts to PO files: bundles, templates, merging, adoption, writing."""
