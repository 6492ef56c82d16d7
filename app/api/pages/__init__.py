"""What browsers load: pages and files, and the answer where there is nothing."""
