"""From the site as it is on disk to its translated pages: built into files, and shown before they are published."""
