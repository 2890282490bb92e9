"""What is written: one format a file, finished data in, text out."""
