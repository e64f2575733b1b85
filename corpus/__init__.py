"""What the library holds: records, files, tags, and the changes made to them.

The bottom package: it knows neither the crawler, nor the index, nor the web application.
"""
