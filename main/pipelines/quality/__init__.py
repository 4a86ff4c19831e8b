"""The quality room: asserts with Great Expectations what the warehouse promises.

Reads marts and audit, read-only; writes `build/quality/`. Nothing here imports Great Expectations when
it is imported, except `site` and `intervals`; `validation.validate` does when it is called.
"""
