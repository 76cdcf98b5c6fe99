"""The pipeline, by subject; `sync` and `status` put its steps together."""
