"""From a source post and its catalog to the translated post: the structure is the source's, byte for byte."""
