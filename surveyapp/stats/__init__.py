"""Numbers in, numbers out: numpy and scipy only, full precision, nothing about the web or the database."""
