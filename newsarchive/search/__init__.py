"""The search index: records, assigned to segments, weighed, and written for Pagefind."""
