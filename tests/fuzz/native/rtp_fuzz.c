/* Damaged packets through the parser in C: `rtp_fuzz INPUTS SEED`, built with sanitizers by scripts/fuzz_native.sh.
 *
 * Each input lies in memory of exactly its size, so that a single byte read or written beyond it is found. What must hold of
 * every packet that is accepted is checked as well.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rtp.h"

enum { LONGEST = 160 };

static uint64_t state;

static uint32_t below(uint32_t bound) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 16) % bound);
}

/* A packet as a browser writes it: some header extensions, sometimes sources and padding, and a payload of either kind. */
static int make(unsigned char *data) {
    static const unsigned char elements[][6] = {{5, 0x32, 1, 2, 3}, {2, 0x20, 0x94},  {5, 0x12, 'm', 'i', 'c'},
                                                {4, 0x61, 7, 8},    {2, 0xF0, 1},     {1, 0},
                                                {3, 0x40, 'q'},     {3, 0x00, 0x5A}};
    int size = HEADER_BYTES, sources = below(8) ? 0 : (int)below(16), is_video = (int)below(2);
    memset(data, (int)below(256), LONGEST);
    data[0] = (unsigned char)(0x80 | sources | (below(8) ? 0x10 : 0) | (below(8) ? 0 : 0x20));
    data[1] = (unsigned char)((below(4) ? 0 : 0x80) | (is_video ? VP8 : below(2) ? OPUS : RED));
    size += 4 * sources;
    if (data[0] & 0x10) {
        int at = size, body = size + 4;
        size = body;
        for (int count = (int)below(6); count--;) {
            const unsigned char *element = elements[below(8)];
            memcpy(data + size, element + 1, (size_t)element[0] - 1);
            size += element[0] - 1;
        }
        while ((size - body) % 4) data[size++] = 0;
        data[at] = 0xBE;
        data[at + 1] = 0xDE;
        data[at + 2] = 0;
        data[at + 3] = (unsigned char)((size - body) / 4);
    }
    size += (int)below(30);
    if (data[0] & 0x20 && size < LONGEST) data[size - 1] = (unsigned char)(1 + below(8));
    return size > LONGEST ? LONGEST : size;
}

static int damage(unsigned char *data, int size) {
    static const unsigned char values[] = {0, 1, OPUS, OPUS | 0x80, 0x0F, 0x10, 0x1F, 0x32, 0x7F, 0x80, 0x90, 0xBE, 0xDE, 0xF0, 0xFF};
    while (size && below(3)) {
        uint32_t way = below(4);
        if (way == 0) data[below((uint32_t)size)] ^= (unsigned char)(1 << below(8));
        else if (way == 1) data[below((uint32_t)size)] = values[below(sizeof values)];
        else if (way == 2) size = (int)below((uint32_t)size + 1);
        else data[below((uint32_t)(size < 20 ? size : 20))] = (unsigned char)below(256);
    }
    return size;
}

static void require(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "rtp_fuzz: %s\n", what);
    abort();
}

/* Everything that the packet path does with a packet. */
static int use(unsigned char *data, int size) {
    Rtp rtp, again;
    Descriptor descriptor;
    if (!rtp_parse(data, size, &rtp)) return 0;
    require(rtp.tail >= data + HEADER_BYTES && rtp.tail + rtp.tail_bytes == data + size, "the tail is within the packet");
    require(rtp.payload_at >= 0 && rtp.payload_at + rtp.payload_bytes <= rtp.tail_bytes, "the payload is within the tail");
    require(rtp.level >= -1 && rtp.level <= 127 && rtp_send_time(&rtp) < 1 << 24, "the fields are in their ranges");
    rtp_clean(&rtp);
    rtp_make_room(&rtp);
    int has_descriptor = vp8_parse(&rtp, &descriptor);
    rtp_stamp(&rtp, below(1 << 24));
    if (has_descriptor) {
        vp8_shift(&rtp, &descriptor, (int)below(0x8000), (int)below(0x100));
        vp8_shift(&rtp, &descriptor, 0, 0);
    }
    int primary_at = red_primary(&rtp);
    unsigned char *packet = rtp_address(&rtp, (uint16_t)below(1 << 16), below(1u << 31), below(1u << 31));
    /* What leaves can be read by anybody, and names nothing that was not offered. */
    require(rtp_parse(packet, HEADER_BYTES + rtp.tail_bytes, &again), "what leaves is a packet");
    require(again.payload_bytes == rtp.payload_bytes && again.level == rtp.level, "what leaves says the same");
    require(again.number >= 0, "what leaves has room for a number");
    if (primary_at >= 0) {
        unsigned char *made = malloc((size_t)HEADER_BYTES + (size_t)rtp.tail_bytes);
        if (made == NULL) exit(1);
        int length = red_unwrap(&rtp, primary_at, packet, made);
        require(rtp_parse(made, length, &again) && again.type == OPUS, "what was unwrapped is a packet of sound");
        free(made);
    }
    return 1 + has_descriptor;
}

int main(int count, char **words) {
    unsigned long long inputs = count > 1 ? strtoull(words[1], NULL, 10) : 1000000, seen[3] = {0};
    state = 0x9E3779B97F4A7C15ull ^ (count > 2 ? strtoull(words[2], NULL, 10) : 1);
    for (unsigned long long index = 0; index < inputs; index++) {
        unsigned char buffer[LONGEST + 64];
        int size = damage(buffer, make(buffer));
        unsigned char *memory = malloc((size_t)size + ROOM_BYTES);
        if (memory == NULL) return 1;
        memcpy(memory + ROOM_BYTES, buffer, (size_t)size);
        seen[use(memory + ROOM_BYTES, size)]++;
        free(memory);
    }
    printf("| rtp_fuzz | %llu | refused %llu, accepted %llu, with a VP8 descriptor %llu |\n", inputs, seen[0], seen[1] + seen[2],
           seen[2]);
    return 0;
}
