"""`python -m cphub` is `cphub`."""

from cphub.cli.main import main

main()
