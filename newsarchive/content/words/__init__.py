"""Word families: which words search takes for one."""
