"""What is found and kept, in the words and pieces that pages and commands show."""
