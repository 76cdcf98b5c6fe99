"""A site's own deployment: what is written into prefect.yaml, and how a Prefect server gets it."""
