"""The version of the reader: a document extracted by another version is read again."""

EXTRACTOR_VERSION = "1.6.0"
