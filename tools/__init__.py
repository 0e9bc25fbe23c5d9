"""What development, tests and benchmarks need around the project: real servers on this machine, and its setup."""
