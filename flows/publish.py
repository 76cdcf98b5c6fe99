"""The entry point of the publish flow for a `prefect.yaml`; the flow itself is `calque.flows.publish`."""

from calque.flows.publish import publish_site

__all__ = ["publish_site"]

if __name__ == "__main__":
    publish_site()
