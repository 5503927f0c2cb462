"""Learned event typing: which kind of event a text tells of between two marked spans."""
