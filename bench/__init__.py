"""Archives of any size to measure with, and measurements against other site generators."""
