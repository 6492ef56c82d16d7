/* RTP packets as bytes: the C counterpart of media/rtp/packet.py, media/rtp/vp8.py and media/rtp/red.py. It knows nothing of Python. */

#ifndef ATTUNE_RTP_H
#define ATTUNE_RTP_H

#include <stddef.h>
#include <stdint.h>

/* Payload types, extension ids and bounds of media/sdp/profile.py and media/rtp/packet.py. */
enum { OPUS = 111, RED = 63, VP8 = 96, LEVEL_ID = 2, ABS_SEND_TIME_ID = 3, TRANSPORT_ID = 6, HEADER_BYTES = 12 };

/* What rtp_make_room needs in front of a packet. */
enum { ROOM_BYTES = 8 };

/* One parsed packet. Offsets count from the start of the tail, which lies in the caller's bytes. */
typedef struct {
    unsigned char *tail; /* header extension (if any) and payload; at least HEADER_BYTES before it are the caller's */
    int tail_bytes, payload_at, payload_bytes;
    int stamp_at;        /* of abs-send-time, or -1 */
    int level;           /* 0..127, or -1 */
    int number;          /* the sender's transport-wide number, or -1 */
    unsigned char first, marker, type;
    uint16_t sequence;
    uint32_t timestamp, ssrc;
} Rtp;

/* The VP8 payload descriptor. Offsets count from the start of the payload; -1 when absent. */
typedef struct {
    int key_start, picture_at, picture, wide, tl0_at, tl0;
} Descriptor;

/* Parse a decrypted packet; returns 0 where parse_packet would raise. */
int rtp_parse(unsigned char *data, int size, Rtp *rtp);

/* Blank in place the header extensions that must not be forwarded. */
void rtp_clean(Rtp *rtp);

/* Give a packet without a transport-wide number room for one: its header extension grows to the front. */
void rtp_make_room(Rtp *rtp);

/* Set abs-send-time, 24 bits, where the packet has one. */
void rtp_stamp(Rtp *rtp, uint32_t ticks);

/* The sender's abs-send-time, or -1. */
int rtp_send_time(const Rtp *rtp);

/* Write the fixed header in front of the tail; returns the packet, which has HEADER_BYTES + tail_bytes. */
unsigned char *rtp_address(const Rtp *rtp, uint16_t sequence, uint32_t timestamp, uint32_t ssrc);

/* Parse the descriptor; returns 0 when it is empty or truncated. */
int vp8_parse(const Rtp *rtp, Descriptor *descriptor);

/* Write picture id and TL0PICIDX with these offsets added. */
void vp8_shift(Rtp *rtp, const Descriptor *descriptor, int picture_delta, int tl0_delta);

/* Where the packet's own sound starts in a RED payload (RFC 2198); -1 when it cannot be read, as take_primary. */
int red_primary(const Rtp *rtp);

/* Write a RED packet as plain Opus, header included, into `into`, which has the packet's size; returns its size. */
int red_unwrap(const Rtp *rtp, int primary_at, const unsigned char *packet, unsigned char *into);

#endif
