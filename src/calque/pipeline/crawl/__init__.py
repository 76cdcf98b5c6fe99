"""What is asked of a WordPress site, and what of its answers is kept on disk."""
