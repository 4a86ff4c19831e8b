"""The version of the reader: a document extracted by another version is read again."""

EXTRACTOR_VERSION = "1.7.0"
