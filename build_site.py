"""Build, check and serve the archive: `python build_site.py --help`."""

from newsarchive.commands.cli import main

if __name__ == "__main__":
    main()
