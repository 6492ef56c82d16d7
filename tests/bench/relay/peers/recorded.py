"""What other relays said while they were measured, shortened: offers of LiveKit, Galène and Janus."""

__all__ = ["GALENE_OFFER", "JANUS_OFFER", "LIVEKIT_OFFER"]

LIVEKIT_OFFER = """v=0
o=- 224329546745716562 1796002780 IN IP4 0.0.0.0
s=-
t=0 0
a=msid-semantic:WMS *
a=fingerprint:sha-256 99:78:73:25:14:1E:4A:AA:A7:F7:B9:1D:66:A6:A9:60:78:6A:52:7F:B7:48:C1:13:2C:A3:B4:4A:12:B2:5F:D4
a=extmap-allow-mixed
a=group:BUNDLE 0 1
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0
c=IN IP4 0.0.0.0
a=setup:actpass
a=mid:0
a=ice-ufrag:LcIDcEVzNBnnNHGV
a=ice-pwd:wmuiAFYPqNEuoWwApwbtcyPGASVsZcdQ
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=rtcp-fb:111 nack
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=rtpmap:0 PCMU/8000
a=rtcp-fb:0 nack
a=ssrc:4175037166 cname:PA_LikeEsHKddwj|TR_AMyJgRqiMeDBNU
a=msid:PA_LikeEsHKddwj|TR_AMyJgRqiMeDBNU TR_AMyJgRqiMeDBNU
a=sendrecv
m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99
c=IN IP4 0.0.0.0
a=setup:actpass
a=mid:1
a=ice-ufrag:LcIDcEVzNBnnNHGV
a=ice-pwd:wmuiAFYPqNEuoWwApwbtcyPGASVsZcdQ
a=rtcp-mux
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtcp-fb:96 goog-remb
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:98 VP9/90000
a=fmtp:98 profile-id=0
a=rtcp-fb:98 nack
a=rtpmap:99 rtx/90000
a=fmtp:99 apt=98
a=extmap:1 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension
a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
a=ssrc-group:FID 1057576790 1360599931
a=ssrc:1057576790 cname:PA_LikeEsHKddwj|TR_VCyfemu5u2jgfY
a=ssrc:1360599931 cname:PA_LikeEsHKddwj|TR_VCyfemu5u2jgfY
a=msid:PA_LikeEsHKddwj|TR_VCyfemu5u2jgfY TR_VCyfemu5u2jgfY
a=sendrecv
"""

GALENE_OFFER = """v=0
o=- 3640587428716460053 1796002327 IN IP4 0.0.0.0
s=-
t=0 0
a=msid-semantic:WMS *
a=fingerprint:sha-256 B8:CC:AB:34:F6:B3:06:75:2A:1C:B1:B1:EC:21:43:7C:B3:2C:4F:E8:3D:57:B5:FA:FE:1E:66:80:3D:73:79:94
a=extmap-allow-mixed
a=group:BUNDLE 0 1
m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 0.0.0.0
a=setup:actpass
a=mid:0
a=ice-ufrag:ctVEzGCLQOFVWLWs
a=ice-pwd:kcmntNpUOykNXUhmscTRjtAwJcWMaJBc
a=rtcp-mux
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=ssrc:403519955 cname:seat1
a=msid:seat1 mic1
a=sendonly
m=video 9 UDP/TLS/RTP/SAVPF 96
c=IN IP4 0.0.0.0
a=setup:actpass
a=mid:1
a=ice-ufrag:ctVEzGCLQOFVWLWs
a=ice-pwd:kcmntNpUOykNXUhmscTRjtAwJcWMaJBc
a=rtcp-mux
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 nack pli
a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
a=ssrc:3751191267 cname:seat1
a=msid:seat1 cam1
a=sendonly
"""

JANUS_OFFER = """v=0
o=- 1796002793012295 1 IN IP4 127.0.0.1
s=VideoRoom 4711
t=0 0
a=group:BUNDLE 0 1
a=ice-options:trickle
a=fingerprint:sha-256 38:F8:A5:6A:58:27:20:BE:35:A9:CD:DE:55:B1:29:F6:F3:C0:54:84:52:B0:08:B4:E2:97:C7:02:E5:D7:E4:F8
a=extmap-allow-mixed
a=msid-semantic: WMS *
m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 127.0.0.1
a=sendonly
a=mid:0
a=rtcp-mux
a=ice-ufrag:QbWH
a=ice-pwd:V3oOcpY4pgG2CZnxQBtNzw
a=setup:actpass
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=fmtp:111 useinbandfec=1
a=msid:janus janus0
a=ssrc:1442130152 cname:janus
a=candidate:1 1 udp 2015363327 10.77.0.1 47157 typ host
a=end-of-candidates
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 127.0.0.1
a=sendonly
a=mid:1
a=rtcp-mux
a=ice-ufrag:QbWH
a=ice-pwd:V3oOcpY4pgG2CZnxQBtNzw
a=setup:actpass
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack pli
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 transport-cc
a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=ssrc-group:FID 807714212 2542730746
a=msid:janus janus1
a=ssrc:807714212 cname:janus
a=candidate:1 1 udp 2015363327 10.77.0.1 47157 typ host
a=end-of-candidates
"""
