"""The web process's side of media: which worker a room is on, offers and answers, and what follows when one is lost."""
