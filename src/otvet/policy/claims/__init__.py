"""What a text claims of goods and orders, compared with what is known: typed where the key is known, by its words elsewhere."""
