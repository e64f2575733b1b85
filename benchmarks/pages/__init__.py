"""What the serving benchmark serves: the made set in a catalogue of ours, and in Datasette."""
