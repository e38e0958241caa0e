"""The chat in the browser: widget and full page."""
