"""From sources into the corpus: spiders, the frontier behind them, and their safeguards."""
