"""Orders, products and deliveries: the port, and the embedded demo shop behind it."""
