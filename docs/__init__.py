"""Decisions, and the pictures of the tour."""
