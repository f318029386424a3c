"""What is fast, against what, measured in one run. Each module says how to run it."""
