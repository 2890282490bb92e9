"""Text → facts: pure, linear, and in workers that can be killed."""
