"""What people read: a status rendered for the terminal, a browser, Markdown, CSV and other programs."""
