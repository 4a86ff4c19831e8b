"""Readers turn the bytes of one format into the document model, one module per way of printing."""
