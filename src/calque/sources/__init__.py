"""Where posts come from; each source hands over the same `Post`."""
