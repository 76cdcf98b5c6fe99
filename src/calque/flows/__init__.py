"""The Prefect flows: the pipeline as task runs, with artifacts. Prefect is imported here alone."""
