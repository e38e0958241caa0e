"""Words and marks of Russian, English and Chinese: what a text says, without its disguise."""
