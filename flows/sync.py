"""The entry point of the sync flow for `prefect.yaml`; the flow itself is `calque.flows.sync`."""

import sys

from calque.flows.sync import main, sync_site

__all__ = ["main", "sync_site"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
