"""The Prefect flows: the pipeline as task runs, with artifacts.

Prefect is imported here and in the modules of `deploy` that speak to a server, and nowhere else.
"""
