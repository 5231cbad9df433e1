"""How the site gets out: staged Markdown, rendered HTML, published folder."""
