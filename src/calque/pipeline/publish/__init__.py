"""What is written to a site, over nobody's edit, and how it is taken back."""
