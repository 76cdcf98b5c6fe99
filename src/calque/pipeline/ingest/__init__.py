"""From files to pages: read, located, detected, paired and split."""
