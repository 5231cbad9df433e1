"""The one room that knows Markdown: its links, its code, its dangers, its plain text and its HTML."""
