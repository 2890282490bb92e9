"""cphub maps the learning material that lies scattered over Wikimedia's wikis."""

__version__ = "0.1.0"
