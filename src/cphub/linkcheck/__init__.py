"""Whether the addresses that pages link to still lead somewhere."""
