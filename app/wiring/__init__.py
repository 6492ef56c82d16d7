"""The service put together: the application, its adapters and tasks, and the web server around it."""
