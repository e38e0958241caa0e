"""The web: API, pages, widget, live stream. HTTP is known here and nowhere else."""
