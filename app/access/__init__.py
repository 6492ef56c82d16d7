"""What somebody who is signed in may read and change. Every row reaches a request through here, checked and noted."""
