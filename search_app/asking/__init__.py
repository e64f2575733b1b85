"""What a reader asks, and the addresses that ask it: pure but for the words of labels."""
