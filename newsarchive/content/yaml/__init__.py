"""YAML as editors write it: front matter and vocabulary files, with the place of every value."""
