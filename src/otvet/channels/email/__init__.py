"""E-mail, outwards so far: the answer reaches a buyer who is away (mission rows A6, A7, A8)."""
