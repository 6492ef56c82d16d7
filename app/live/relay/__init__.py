"""The web process's side of media: which worker has a room, offers and answers, and recovery when a worker is lost."""
