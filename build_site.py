"""Build, check and serve the archive: `python build_site.py --help`."""

if __name__ == "__main__":
    # Here, since worker processes load this file too and need none of it.
    from newsarchive.commands.cli import end, main

    end(main())
