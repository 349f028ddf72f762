"""The demo shelter: one builder for `make run`, the tests and the benchmarks. It imports every app; none imports it."""
