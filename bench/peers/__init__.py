"""The tools that are measured, ours first, then its peers in the order of tables."""

from bench.peers.hugo import HUGO
from bench.peers.mkdocs import MKDOCS, MKDOCS_SEARCH
from bench.peers.ours import OURS
from bench.peers.pelican import PELICAN
from bench.peers.tool import Tool

TOOLS: tuple[Tool, ...] = (OURS, HUGO, MKDOCS, PELICAN, MKDOCS_SEARCH)
PEERS = tuple(tool.id for tool in TOOLS[1:])
