"""Read and judge `mkdocs.yml`: all that a build would refuse, and all that the archive wouldn't obey."""
