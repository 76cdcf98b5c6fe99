"""calque keeps the translations of a site's posts in step with their source."""

__all__ = ["__version__"]

__version__ = "0.1.0"
