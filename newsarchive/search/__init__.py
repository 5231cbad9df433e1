"""What readers can find: records, dealt out to segments, weighed, and written for Pagefind's program."""
