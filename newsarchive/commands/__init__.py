"""Who asks for it: the command line; only here is anything printed."""
