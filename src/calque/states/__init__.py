"""States: what a text and a page are, since when, and how urgent that is."""
