"""The outside world: files, web pages, translators, language models."""
