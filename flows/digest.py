"""The entry point of the digest flow for `prefect.yaml`; the flow itself is `calque.flows.digest`."""

from calque.flows.digest import tell_changes

__all__ = ["tell_changes"]

if __name__ == "__main__":
    tell_changes()
