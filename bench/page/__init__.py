"""How heavy the pages are and how soon a reader can use them, in a real browser without a cache."""
