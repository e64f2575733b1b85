"""What every request and every response goes through, on top of Scrapy's own."""
