"""Sources that are described rather than programmed: a TOML file says what stands where."""
