/* See rtp.h. Every index is compared with the size before it is used; `make fuzz-native` runs this under sanitizers. */

#include "rtp.h"

#include <string.h>

enum { ONE_BYTE_PROFILE = 0xBEDE, EXTENSION_BIT = 0x10, PADDING_BIT = 0x20, STOP_ID = 15 };

static uint16_t read16(const unsigned char *at) { return (uint16_t)(at[0] << 8 | at[1]); }

static uint32_t read32(const unsigned char *at) { return (uint32_t)read16(at) << 16 | read16(at + 2); }

static void write16(unsigned char *at, uint16_t value) {
    at[0] = (unsigned char)(value >> 8);
    at[1] = (unsigned char)value;
}

static void write32(unsigned char *at, uint32_t value) {
    write16(at, (uint16_t)(value >> 16));
    write16(at + 2, (uint16_t)value);
}

/* Where the one-byte element at `position` ends (RFC 8285 §4.2); beyond `size` for one that does not fit. */
static int element_end(const unsigned char *body, int position, int size) {
    return body[position] >> 4 == STOP_ID ? size : position + 2 + (body[position] & 0x0F);
}

/* Level, send time and the room for a number are forwarded, in their usual sizes; all else is not. */
static int is_level(int byte) { return byte == LEVEL_ID << 4; }

static int is_send_time(int byte) { return byte == (ABS_SEND_TIME_ID << 4 | 2); }

static int is_number(int byte) { return byte == (TRANSPORT_ID << 4 | 1); }

static int read_elements(const unsigned char *body, int size, Rtp *rtp) {
    int position = 0;
    while (position < size) {
        int byte = body[position], after;
        if (!byte) {
            position++;
            continue;
        }
        after = element_end(body, position, size);
        if (after > size) return 0;
        if (is_level(byte)) rtp->level = body[position + 1] & 0x7F;
        if (is_send_time(byte)) rtp->stamp_at = 4 + position + 1;
        if (is_number(byte)) rtp->number = read16(body + position + 1);
        position = after;
    }
    return 1;
}

void rtp_clean(Rtp *rtp) {
    if (!(rtp->first & EXTENSION_BIT)) return;
    unsigned char *body = rtp->tail + 4;
    int position = 0, size = rtp->payload_at - 4;
    while (position < size) {
        int byte = body[position], after;
        if (!byte) {
            position++;
            continue;
        }
        after = element_end(body, position, size);
        if (!is_level(byte) && !is_send_time(byte) && !is_number(byte))
            memset(body + position, 0, (size_t)(after - position));
        position = after;
    }
}

void rtp_make_room(Rtp *rtp) {
    static const unsigned char element[] = {TRANSPORT_ID << 4 | 1, 0, 0, 0};
    int head = rtp->first & EXTENSION_BIT ? rtp->payload_at : 4, grows = head + 4 - rtp->payload_at;
    if (rtp->number >= 0) return;
    unsigned char *tail = rtp->tail - grows;
    if (rtp->first & EXTENSION_BIT) memmove(tail, rtp->tail, (size_t)head);
    write16(tail, ONE_BYTE_PROFILE);
    write16(tail + 2, (uint16_t)(head / 4));
    memcpy(tail + head, element, sizeof element);
    rtp->tail = tail;
    rtp->tail_bytes += grows;
    rtp->payload_at += grows;
    rtp->first |= EXTENSION_BIT;
}

int rtp_parse(unsigned char *data, int size, Rtp *rtp) {
    if (size < HEADER_BYTES || data[0] >> 6 != 2) return 0;
    int first = data[0], offset = HEADER_BYTES + 4 * (first & 0x0F), head_at = -1;
    rtp->stamp_at = rtp->level = rtp->number = -1;
    if (first & EXTENSION_BIT) {
        if (offset + 4 > size) return 0;
        int profile = read16(data + offset), words = read16(data + offset + 2), start = offset;
        offset += 4 + 4 * words;
        if (offset > size) return 0;
        if (profile == ONE_BYTE_PROFILE && words) {
            if (!read_elements(data + start + 4, 4 * words, rtp)) return 0;
            head_at = start;
        }
    } else if (offset > size) {
        return 0;
    }
    int payload = size - offset;
    if (first & PADDING_BIT) {
        if (!payload || !data[size - 1] || data[size - 1] > payload) return 0;
        payload -= data[size - 1];
    }
    int from = head_at < 0 ? offset : head_at;
    rtp->first = (unsigned char)(0x80 | (first & PADDING_BIT) | (head_at < 0 ? 0 : EXTENSION_BIT));
    rtp->type = data[1] & 0x7F;
    rtp->marker = data[1] & 0x80;
    rtp->sequence = read16(data + 2);
    rtp->timestamp = read32(data + 4);
    rtp->ssrc = read32(data + 8);
    rtp->tail = data + from;
    rtp->tail_bytes = size - from;
    rtp->payload_at = offset - from;
    rtp->payload_bytes = payload;
    return 1;
}

void rtp_stamp(Rtp *rtp, uint32_t ticks) {
    if (rtp->stamp_at < 0) return;
    rtp->tail[rtp->stamp_at] = (unsigned char)(ticks >> 16);
    write16(rtp->tail + rtp->stamp_at + 1, (uint16_t)ticks);
}

int rtp_send_time(const Rtp *rtp) {
    if (rtp->stamp_at < 0) return -1;
    return rtp->tail[rtp->stamp_at] << 16 | read16(rtp->tail + rtp->stamp_at + 1);
}

unsigned char *rtp_address(const Rtp *rtp, uint16_t sequence, uint32_t timestamp, uint32_t ssrc) {
    unsigned char *packet = rtp->tail - HEADER_BYTES;
    packet[0] = rtp->first;
    packet[1] = rtp->marker | rtp->type;
    write16(packet + 2, sequence);
    write32(packet + 4, timestamp);
    write32(packet + 8, ssrc);
    return packet;
}

int vp8_parse(const Rtp *rtp, Descriptor *found) {
    const unsigned char *payload = rtp->tail + rtp->payload_at;
    int size = rtp->payload_bytes, position = 1;
    if (size < 2) return 0;
    found->picture_at = found->tl0_at = -1;
    found->picture = found->wide = found->tl0 = 0;
    if (payload[0] & 0x80) {
        int flags = payload[position++];
        if (flags & 0x80) {
            if (position + 2 > size) return 0;
            found->picture_at = position;
            found->wide = payload[position] & 0x80;
            if (found->wide) {
                found->picture = (payload[position] & 0x7F) << 8 | payload[position + 1];
                position += 2;
            } else {
                found->picture = payload[position++];
            }
        }
        if (flags & 0x40) {
            if (position >= size) return 0;
            found->tl0_at = position;
            found->tl0 = payload[position++];
        }
        if (flags & 0x30) position++;
    }
    if (position >= size) return 0;
    /* Start of the first partition (S set, partition index 0) and the inverse key frame flag clear. */
    found->key_start = (payload[0] & 0x17) == 0x10 && !(payload[position] & 0x01);
    return 1;
}

void vp8_shift(Rtp *rtp, const Descriptor *descriptor, int picture_delta, int tl0_delta) {
    unsigned char *payload = rtp->tail + rtp->payload_at;
    int picture = descriptor->picture + picture_delta;
    if (descriptor->picture_at >= 0) {
        unsigned char *at = payload + descriptor->picture_at;
        if (descriptor->wide) write16(at, (uint16_t)(0x8000 | (picture & 0x7FFF)));
        else at[0] = (unsigned char)(picture & 0x7F);
    }
    if (descriptor->tl0_at >= 0) payload[descriptor->tl0_at] = (unsigned char)(descriptor->tl0 + tl0_delta);
}

int red_primary(const Rtp *rtp) {
    const unsigned char *payload = rtp->tail + rtp->payload_at;
    int size = rtp->payload_bytes, at = 0, older = 0;
    while (at < size && payload[at] & 0x80) {
        if (at + 4 > size || (payload[at] & 0x7F) != OPUS) return -1;
        older += (payload[at + 2] << 8 | payload[at + 3]) & 0x3FF;
        at += 4;
    }
    if (at >= size || payload[at] != OPUS) return -1;
    int primary_at = at + 1 + older;
    return primary_at < size ? primary_at : -1;
}

int red_unwrap(const Rtp *rtp, int primary_at, const unsigned char *packet, unsigned char *into) {
    int head = HEADER_BYTES + rtp->payload_at, sound = rtp->payload_bytes - primary_at;
    memcpy(into, packet, (size_t)head);
    memcpy(into + head, packet + head + primary_at, (size_t)sound);
    /* Padding is dropped. */
    into[0] &= (unsigned char)~PADDING_BIT;
    into[1] = rtp->marker | OPUS;
    return head + sound;
}
