"""The channel: parties notify, consult, declare and keep their word on a log each can check."""
