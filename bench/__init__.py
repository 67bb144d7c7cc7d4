"""The benchmarks: ours beside bare `sqlite3`, in one run. What is measured and why is in docs/benchmarks.md."""
