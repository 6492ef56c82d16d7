/* The relay's own Python objects, read and written in place.
 *
 * The classes keep their attributes in slots, each at a fixed offset in the object. `shapes_bind` looks the offsets up once,
 * and refuses classes that lack one. Nothing of a packet's way is stored in C: Python and C work on the same objects.
 */

#ifndef ATTUNE_SHAPES_H
#define ATTUNE_SHAPES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>

#define SHAPES(CLASS) \
    CLASS(IncomingStream, F(ring) F(reception) F(_gaps) F(_fan_out) F(is_open) F(outlets) F(waiting) F(packets) F(bytes) \
          F(last_at) F(gated) F(forwarded) F(key_frames) F(_wants_key) F(voice) F(speech)) \
    CLASS(Reception, F(ssrc) F(clock_rate) F(_base) F(_highest) F(_received) F(_transit) F(_jitter)) \
    CLASS(GapTracker, F(_highest)) \
    CLASS(PacketRing, F(_packets) F(_size)) \
    CLASS(RtpPacket, F(first) F(payload_type) F(marker) F(sequence) F(timestamp) F(ssrc) F(tail) F(payload_at) \
          F(payload_bytes) F(stamp_at) F(level) F(names) F(number) F(extended) F(arrival)) \
    CLASS(FanOut, F(starting) F(_running)) \
    CLASS(FanOutGroup, F(rewriter) F(picture) F(packets) F(octets) F(members) F(_variants) F(_waits)) \
    CLASS(Variant, F(format) F(_is_whole) F(_newest_first) F(_began) F(_kept) F(_send_buffers)) \
    CLASS(Outlet, F(ssrc)) \
    CLASS(Rewriter, F(_running) F(_first) F(_offset) F(_shift_rtp) F(_highest) F(_last_rtp) F(_last_at)) \
    CLASS(PictureContinuity, F(_picture_delta) F(_tl0_delta) F(_last_picture) F(_last_tl0)) \
    CLASS(UdpPath, F(owner)) \
    CLASS(Peer, F(sources) F(_keys) F(_media) F(upstream)) \
    CLASS(SrtpKeys, F(unprotect)) \
    CLASS(Upstream, F(packets) F(octets) F(is_numbered) F(arrivals) F(uplink)) \
    CLASS(ArrivalLog, F(_next) F(_arrived)) \
    CLASS(Uplink, F(_size) F(_first) F(_last) F(_arrived)) \
    CLASS(VoiceCheck, F(_last) F(_same) F(lies)) \
    CLASS(SpeakingDetector, F(_voiced) F(_until)) \
    CLASS(PacketMeter, F(_per_packet_s) F(_per_byte_s) F(_busy_until))

#define F(name) Py_ssize_t name;
#define CLASS(name, fields) \
    struct { \
        PyTypeObject *type; \
        fields \
    } name;
typedef struct {
    SHAPES(CLASS)
} Shapes;
#undef CLASS
#undef F

extern Shapes shapes;

/* The attribute of an object whose class was compared before. It may be NULL: every reader below takes that as "no". */
#define AT(object, class, name) (*(PyObject **)((char *)(object) + shapes.class.name))
#define IS(object, class) ((object) != NULL && Py_TYPE(object) == shapes.class.type)

/* Bind the classes, a dictionary by name; returns 0, or -1 with an exception. */
int shapes_bind(PyObject *classes);

/* These are small and called some hundred times for a packet, so they are here. */

/* Read a value of exactly this type; return 0 for any other. */
static inline int read_long(PyObject *value, long long *into) {
    int overflow;
    if (value == NULL || !PyLong_CheckExact(value)) return 0;
    *into = PyLong_AsLongLongAndOverflow(value, &overflow);
    return !overflow;
}

static inline int read_double(PyObject *value, double *into) {
    if (value == NULL) return 0;
    if (PyFloat_CheckExact(value)) {
        *into = PyFloat_AS_DOUBLE(value);
        return 1;
    }
    long long whole;
    if (!read_long(value, &whole)) return 0;
    *into = (double)whole;
    return 1;
}

static inline int read_bool(PyObject *value, int *into) {
    *into = value == Py_True;
    return value == Py_True || value == Py_False;
}

/* A number as Python has it; None for one below 0, which was absent. */
static inline PyObject *long_or_none(int value) { return value < 0 ? Py_NewRef(Py_None) : PyLong_FromLong(value); }

/* A list's size, or -1 for anything that is not a list. */
static inline Py_ssize_t list_size(PyObject *value) {
    return value != NULL && PyList_CheckExact(value) ? PyList_GET_SIZE(value) : -1;
}

/* Replace an attribute by a new reference, which may be NULL after a failed allocation: then -1 is returned. */
static inline int put(PyObject **at, PyObject *value) {
    if (value == NULL) return -1;
    PyObject *before = *at;
    *at = value;
    Py_XDECREF(before);
    return 0;
}

static inline int put_long(PyObject **at, long long value) { return put(at, PyLong_FromLongLong(value)); }

static inline int put_double(PyObject **at, double value) { return put(at, PyFloat_FromDouble(value)); }

static inline int put_bool(PyObject **at, int value) { return put(at, Py_NewRef(value ? Py_True : Py_False)); }

/* Add to a counter; returns -1 with an exception. */
int add_long(PyObject **at, long long increment);

#endif
