"""Requests to a WordPress site, and its answers as they are kept on disk."""
