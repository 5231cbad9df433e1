"""The controlled vocabularies, and what a name that an editor wrote resolves to."""
