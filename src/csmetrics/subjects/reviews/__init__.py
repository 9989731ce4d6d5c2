"""What customers think on other people's pages."""
