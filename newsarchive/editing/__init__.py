"""The one room that writes content: files that editors then go on with."""
