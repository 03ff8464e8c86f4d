"""`python -m trustsim` is `trustsim`."""

from trustsim.cli import main

main()
