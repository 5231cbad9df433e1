"""A static site generator for an archive of dated, placed and sourced news articles."""
