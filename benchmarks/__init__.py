"""The measurements: `python -m benchmarks`. Reads documents; writes `docs/performance.md` and temporary homes."""
