"""What the pages of docs/reference are made from, one module for each page."""
