"""The demo: a shop that signs identities, and people with known passwords; loopback only."""
