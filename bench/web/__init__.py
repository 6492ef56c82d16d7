"""``python -m bench web``: how long a first visit takes over a slow link, until *Join session* can be pressed."""
