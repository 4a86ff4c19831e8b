"""PDF: characters, boxes and rulings from pypdfium2, lines, columns, cells and paragraphs by our own geometry."""

from pipelines.extraction.readers.pdf.document import read

__all__ = ["read"]
