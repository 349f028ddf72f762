"""How fast the house is: `make bench`, or `python -m benchmarks pages|import|search`. Figures: docs/performance.md."""
