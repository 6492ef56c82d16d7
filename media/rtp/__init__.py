"""RTP and RTCP on bytes. Nothing here knows about rooms or connections."""
