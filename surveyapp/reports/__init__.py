"""Bytes from tables: what a page or a file shows of a round, from its summary and data set. No web, no database."""
