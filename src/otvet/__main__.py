"""`python -m otvet`."""

from otvet.cli import main

main()
