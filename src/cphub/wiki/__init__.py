"""Speaking with MediaWiki's action API. Only here: httpx."""
