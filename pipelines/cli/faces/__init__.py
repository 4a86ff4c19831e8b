"""The faces of an examination: what `juesuan check` shows a person or hands to a machine."""
