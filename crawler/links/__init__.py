"""Links looked at over the network (`run`, `spider`, `looking`), and read off kept pages (`reading`)."""
