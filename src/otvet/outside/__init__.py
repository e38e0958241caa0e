"""Going out: the one HTTP transport for the providers an operator has chosen, and who is reached by it."""
