"""What all that speaks to the network stands on: deadlines, private addresses, bounded bodies."""
