"""RTP and RTCP on bytes. Nothing here knows of rooms or connections."""
