/* See carry.h. First everything is read and compared, then everything is written: an irregular packet changes nothing. */

#include "carry.h"

#include <math.h>

#include "fan_out.h"
#include "intake.h"

/* What was read of a stream and will be written back. */
typedef struct {
    PyObject *reception, *gaps, *fan_out, *ring;
    int is_open, has_descriptor;
    long long extended;
    double transit, jitter;
    Py_ssize_t ring_index;
    Descriptor descriptor;
    FanOutPlan fan_out_plan;
} Reading;

static PyObject *no_names;

/* The next number expected, and the jitter after it (Reception.on_packet). */
static int read_reception(PyObject *reception, const Arrival *arrival, Reading *reading) {
    long long highest, received, base, clock_rate, ssrc;
    double before, jitter;
    if (!IS(reception, Reception) || !read_long(AT(reception, Reception, ssrc), &ssrc) || ssrc != arrival->rtp.ssrc ||
        !read_long(AT(reception, Reception, _base), &base) ||
        !read_long(AT(reception, Reception, _highest), &highest) ||
        !read_long(AT(reception, Reception, _received), &received) ||
        !read_long(AT(reception, Reception, clock_rate), &clock_rate) ||
        !read_double(AT(reception, Reception, _transit), &before) ||
        !read_double(AT(reception, Reception, _jitter), &jitter))
        return 0;
    if ((uint16_t)(arrival->rtp.sequence - (uint16_t)highest) != 1) return 0;
    reading->reception = reception;
    reading->extended = highest + 1;
    reading->transit = arrival->now * (double)clock_rate - (double)arrival->rtp.timestamp;
    /* As Python's modulo: never negative. */
    double change = fmod(reading->transit - before + 0x80000000p0, 0x100000000p0);
    if (change < 0) change += 0x100000000p0;
    reading->jitter = jitter + (fabs(change - 0x80000000p0) - jitter) / 16;
    return 1;
}

static int read_ring(PyObject *ring, Reading *reading) {
    long long size, there;
    if (!IS(ring, PacketRing) || !read_long(AT(ring, PacketRing, _size), &size) || size <= 0 ||
        list_size(AT(ring, PacketRing, _packets)) != size)
        return 0;
    reading->ring_index = (Py_ssize_t)(reading->extended % size);
    PyObject *before = PyList_GET_ITEM(AT(ring, PacketRing, _packets), reading->ring_index);
    if (before == Py_None) return 1;
    return read_long(IS(before, RtpPacket) ? AT(before, RtpPacket, extended) : before, &there) && there < reading->extended;
}

static int are_counters(PyObject *stream) {
    long long count;
    return read_long(AT(stream, IncomingStream, packets), &count) && read_long(AT(stream, IncomingStream, bytes), &count) &&
           read_long(AT(stream, IncomingStream, gated), &count) &&
           read_long(AT(stream, IncomingStream, forwarded), &count) &&
           read_long(AT(stream, IncomingStream, key_frames), &count);
}

/* Whether the packet is regular here: of the right type, the next one, and nobody waits for it to start or switch with. */
static int read_stream(PyObject *stream, const Arrival *arrival, Reading *reading) {
    const Rtp *rtp = &arrival->rtp;
    PyObject *ring = AT(stream, IncomingStream, ring);
    int is_video = ring != Py_None;
    long long highest;
    if (is_video ? rtp->type != VP8 : rtp->type != OPUS && rtp->type != RED) return 0;
    if (!read_reception(AT(stream, IncomingStream, reception), arrival, reading) || !are_counters(stream) ||
        !read_bool(AT(stream, IncomingStream, is_open), &reading->is_open))
        return 0;
    if (!reading->is_open) return 1;
    reading->gaps = AT(stream, IncomingStream, _gaps);
    reading->fan_out = AT(stream, IncomingStream, _fan_out);
    reading->ring = is_video ? ring : NULL;
    if (!IS(reading->gaps, GapTracker) || !read_long(AT(reading->gaps, GapTracker, _highest), &highest) ||
        highest != reading->extended - 1 || !IS(reading->fan_out, FanOut))
        return 0;
    Py_ssize_t starting = list_size(AT(reading->fan_out, FanOut, starting));
    Py_ssize_t waiting = list_size(AT(stream, IncomingStream, waiting));
    if (starting < 0 || waiting < 0 || list_size(AT(stream, IncomingStream, outlets)) < 0) return 0;
    if (is_video) {
        reading->has_descriptor = vp8_parse(rtp, &reading->descriptor);
        if (reading->has_descriptor && reading->descriptor.key_start && starting + waiting) return 0;
        if (!read_ring(ring, reading)) return 0;
    } else if (starting) {
        return 0;
    }
    return fan_out_plan(reading->fan_out, arrival, reading->extended, &reading->fan_out_plan);
}

/* The packet as parse_packet makes it, for the ring; its names were read when its source was new. It was counted before, so its
 * number and its source are there as objects: some hundred packets are kept of each stream. */
static PyObject *make_packet(const Arrival *arrival, const Reading *reading) {
    const Rtp *rtp = &arrival->rtp;
    PyObject *packet = shapes.RtpPacket.type->tp_alloc(shapes.RtpPacket.type, 0);
    if (packet == NULL) return NULL;
#define PUT(name, value) || put_long(&AT(packet, RtpPacket, name), value) < 0
    if (0 PUT(first, rtp->first) PUT(payload_type, rtp->type) PUT(marker, rtp->marker) PUT(sequence, rtp->sequence)
            PUT(timestamp, rtp->timestamp) PUT(payload_at, rtp->payload_at)
            PUT(payload_bytes, rtp->payload_bytes) PUT(stamp_at, rtp->stamp_at) ||
        put(&AT(packet, RtpPacket, extended), Py_NewRef(AT(reading->reception, Reception, _highest))) < 0 ||
        put(&AT(packet, RtpPacket, ssrc), Py_NewRef(AT(reading->reception, Reception, ssrc))) < 0 ||
        put(&AT(packet, RtpPacket, tail), PyBytes_FromStringAndSize((const char *)rtp->tail, rtp->tail_bytes)) < 0 ||
        put(&AT(packet, RtpPacket, level), long_or_none(rtp->level)) < 0 ||
        put(&AT(packet, RtpPacket, number), long_or_none(rtp->number)) < 0 ||
        put(&AT(packet, RtpPacket, names), Py_NewRef(no_names)) < 0 ||
        put(&AT(packet, RtpPacket, arrival), Py_NewRef(arrival->now_object)) < 0) {
        Py_DECREF(packet);
        return NULL;
    }
#undef PUT
    /* It refers to nothing that could refer back to it: the cycle collector need not visit thousands of packets. */
    PyObject_GC_UnTrack(packet);
    return packet;
}

static int keep_in_ring(const Arrival *arrival, const Reading *reading) {
    PyObject *packet = make_packet(arrival, reading);
    if (packet == NULL) return -1;
    return PyList_SetItem(AT(reading->ring, PacketRing, _packets), reading->ring_index, packet);
}

static int count_arrival(PyObject *stream, const Arrival *arrival, const Reading *reading) {
    PyObject *reception = reading->reception;
    return add_long(&AT(stream, IncomingStream, packets), 1) < 0 ||
                   add_long(&AT(stream, IncomingStream, bytes), arrival->size) < 0 ||
                   put(&AT(stream, IncomingStream, last_at), Py_NewRef(arrival->now_object)) < 0 ||
                   put_long(&AT(reception, Reception, _highest), reading->extended) < 0 ||
                   add_long(&AT(reception, Reception, _received), 1) < 0 ||
                   put_double(&AT(reception, Reception, _transit), reading->transit) < 0 ||
                   put_double(&AT(reception, Reception, _jitter), reading->jitter) < 0
               ? -1
               : 0;
}

/* An open gate: keep what may be requested again, then send to everybody. */
static int forward(PyObject *stream, Arrival *arrival, const Reading *reading, PyObject *unsent) {
    const Descriptor *descriptor = reading->has_descriptor ? &reading->descriptor : NULL;
    rtp_clean(&arrival->rtp);
    rtp_make_room(&arrival->rtp);
    if (put_long(&AT(reading->gaps, GapTracker, _highest), reading->extended) < 0) return -1;
    if (reading->ring != NULL && keep_in_ring(arrival, reading) < 0) return -1;
    if (descriptor != NULL && descriptor->key_start &&
        (put_bool(&AT(stream, IncomingStream, _wants_key), 0) < 0 ||
         add_long(&AT(stream, IncomingStream, key_frames), 1) < 0))
        return -1;
    if (PyList_GET_SIZE(AT(stream, IncomingStream, outlets)) && reading->fan_out_plan.count) {
        rtp_stamp(&arrival->rtp, (uint32_t)((long long)(arrival->now * 262144) & 0xFFFFFF));
        if (add_long(&AT(stream, IncomingStream, forwarded), 1) < 0 ||
            fan_out_send(&reading->fan_out_plan, arrival, descriptor, unsent) < 0)
            return -1;
    }
    return reading->ring == NULL && arrival->rtp.level >= 0 ? intake_level(stream, arrival) : 0;
}

int carry(PyObject *stream, Arrival *arrival, PyObject *unsent) {
    Reading reading = {0};
    if (no_names == NULL && (no_names = PyDict_New()) == NULL) return FAILED;
    int outcome = UP;
    if (IS(stream, IncomingStream) && read_stream(stream, arrival, &reading)) {
        outcome = CARRIED;
        if (count_arrival(stream, arrival, &reading) < 0 ||
            (reading.is_open ? forward(stream, arrival, &reading, unsent)
                             : add_long(&AT(stream, IncomingStream, gated), 1)) < 0)
            outcome = FAILED;
    }
    fan_out_release(&reading.fan_out_plan);
    return outcome;
}
