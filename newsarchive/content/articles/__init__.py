"""An article from its bytes to what it means: parsed, validated, resolved."""
