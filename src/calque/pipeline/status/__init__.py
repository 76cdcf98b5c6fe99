"""From pages and catalogs to a status, and what of it is kept."""
