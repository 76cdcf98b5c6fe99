"""Adoption: texts of live pages are taken into the catalogs, and catalogs follow a new cut."""
