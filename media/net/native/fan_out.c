/* See fan_out.h. */

#include "fan_out.h"

#include "send_buffer.h"

/* MAX_OFFSET_RTP of media/rtp/red.py and _SETTLED_RTP of media/peer/variant.py. */
enum { MAX_OFFSET_RTP = (1 << 14) - 1, SETTLED_RTP = 10 * 48000 };
static const uint32_t HALF = 1u << 31;

/* Whether no receiver started so recently that this packet, as RED, could be early for it, or that its start is to be forgotten. */
static int is_settled(PyObject *began, const Rtp *rtp, int as_red) {
    PyObject *key, *value;
    Py_ssize_t position = 0;
    if (began == NULL || !PyDict_CheckExact(began)) return 0;
    while (PyDict_Next(began, &position, &key, &value)) {
        long long start;
        if (!read_long(value, &start)) return 0;
        uint32_t since = rtp->timestamp - (uint32_t)start;
        if (since > SETTLED_RTP && since < HALF) return 0;
        if (as_red && !(since > MAX_OFFSET_RTP && since < HALF)) return 0;
    }
    return 1;
}

/* Whether the number is free where exact packets are kept: one under a used number would reuse an SRTP nonce. */
static int is_unused(PyObject *kept, uint16_t number) {
    Py_ssize_t size = list_size(kept);
    if (size <= 0) return size == 0;
    PyObject *there = PyList_GET_ITEM(kept, number % size);
    if (!PyBytes_CheckExact(there)) return 0;
    if (PyBytes_GET_SIZE(there) < 4) return PyBytes_GET_SIZE(there) == 0;
    const unsigned char *bytes = (const unsigned char *)PyBytes_AS_STRING(there);
    return (int16_t)(uint16_t)(number - (bytes[2] << 8 | bytes[3])) > 0;
}

static int takes_red(PyObject *variant) { return PyTuple_GET_ITEM(AT(variant, Variant, format), 0) == Py_True; }

static int is_regular_variant(PyObject *variant, const Rtp *rtp, long long extended, uint16_t number, int primary_at) {
    int is_whole, red;
    long long newest_first;
    if (!IS(variant, Variant)) return 0;
    PyObject *format = AT(variant, Variant, format);
    if (format == NULL || !PyTuple_Check(format) || PyTuple_GET_SIZE(format) < 1) return 0;
    return read_bool(AT(variant, Variant, _is_whole), &is_whole) && is_whole &&
           read_bool(PyTuple_GET_ITEM(format, 0), &red) && (red || rtp->type != RED || primary_at >= 0) &&
           read_long(AT(variant, Variant, _newest_first), &newest_first) && extended >= newest_first &&
           is_settled(AT(variant, Variant, _began), rtp, red && rtp->type == RED) && is_unused(AT(variant, Variant, _kept), number) &&
           list_size(AT(variant, Variant, _send_buffers)) >= 0;
}

static int plan_group(PyObject *group, const Rtp *rtp, long long extended, int primary_at, GroupPlan *plan) {
    PyObject *rewriter = AT(group, FanOutGroup, rewriter), *picture = AT(group, FanOutGroup, picture);
    PyObject *first_member = PyList_GET_ITEM(AT(group, FanOutGroup, members), 0);
    PyObject *variants = AT(group, FanOutGroup, _variants);
    int running, waits;
    long long first, offset, shift, highest, ssrc, picture_delta, tl0_delta, count;
    if (!IS(rewriter, Rewriter) || !IS(picture, PictureContinuity) || !IS(first_member, Outlet)) return 0;
    if (!read_bool(AT(rewriter, Rewriter, _running), &running) || !running ||
        !read_long(AT(rewriter, Rewriter, _first), &first) || extended < first ||
        !read_long(AT(rewriter, Rewriter, _offset), &offset) || !read_long(AT(rewriter, Rewriter, _highest), &highest) ||
        extended + offset <= highest || !read_long(AT(rewriter, Rewriter, _shift_rtp), &shift) ||
        !read_long(AT(first_member, Outlet, ssrc), &ssrc) ||
        !read_long(AT(picture, PictureContinuity, _picture_delta), &picture_delta) ||
        !read_long(AT(picture, PictureContinuity, _tl0_delta), &tl0_delta) ||
        !read_bool(AT(group, FanOutGroup, _waits), &waits) || !read_long(AT(group, FanOutGroup, packets), &count) ||
        !read_long(AT(group, FanOutGroup, octets), &count) || list_size(variants) < 0)
        return 0;
    *plan = (GroupPlan){group, extended + offset, rtp->timestamp + (uint32_t)shift, (uint32_t)ssrc, (int)picture_delta,
                        (int)tl0_delta};
    for (Py_ssize_t index = 0; index < PyList_GET_SIZE(variants); index++)
        if (!is_regular_variant(PyList_GET_ITEM(variants, index), rtp, extended, (uint16_t)plan->out, primary_at)) return 0;
    return 1;
}

int fan_out_plan(PyObject *fan_out, const Arrival *arrival, long long extended, FanOutPlan *plan) {
    PyObject *running = AT(fan_out, FanOut, _running);
    plan->count = 0;
    plan->primary_at = arrival->rtp.type == RED ? red_primary(&arrival->rtp) : -1;
    for (Py_ssize_t index = 0, size = list_size(running); index < size; index++) {
        PyObject *group = PyList_GET_ITEM(running, index);
        if (!IS(group, FanOutGroup)) return 0;
        Py_ssize_t members = list_size(AT(group, FanOutGroup, members));
        if (members == 0) continue;
        if (members < 0 || plan->count == MAX_GROUPS) return 0;
        if (!plan_group(group, &arrival->rtp, extended, plan->primary_at, &plan->groups[plan->count])) return 0;
        Py_INCREF(plan->groups[plan->count++].group);
    }
    return list_size(running) >= 0;
}

static int send_variant(PyObject *variant, const unsigned char *packet, int size, uint16_t number) {
    PyObject *kept = AT(variant, Variant, _kept), *send_buffers = AT(variant, Variant, _send_buffers), *object = NULL;
    if (PyList_GET_SIZE(kept)) {
        object = PyBytes_FromStringAndSize((const char *)packet, size);
        /* PyList_SetItem takes the reference, also when it fails. */
        if (object == NULL || PyList_SetItem(kept, number % PyList_GET_SIZE(kept), Py_NewRef(object)) < 0) {
            Py_XDECREF(object);
            return -1;
        }
    }
    /* A send buffer in Python may do anything: the list is held, and its size read again each time. */
    Py_INCREF(send_buffers);
    int failed = 0;
    for (Py_ssize_t index = 0; !failed && index < PyList_GET_SIZE(send_buffers); index++) {
        PyObject *one = Py_NewRef(PyList_GET_ITEM(send_buffers, index));
        failed = send_buffer_add_any(one, packet, size, &object);
        Py_DECREF(one);
    }
    Py_DECREF(send_buffers);
    Py_XDECREF(object);
    return failed;
}

/* The numbering after this packet, the newest one. */
static int note_sent(const GroupPlan *plan, const Arrival *arrival, const Descriptor *descriptor) {
    PyObject *rewriter = AT(plan->group, FanOutGroup, rewriter), *picture = AT(plan->group, FanOutGroup, picture);
    if (put_long(&AT(rewriter, Rewriter, _highest), plan->out) < 0 ||
        put_long(&AT(rewriter, Rewriter, _last_rtp), plan->timestamp) < 0 ||
        put(&AT(rewriter, Rewriter, _last_at), Py_NewRef(arrival->now_object)) < 0)
        return -1;
    if (descriptor == NULL) return 0;
    if (descriptor->picture_at >= 0 &&
        put_long(&AT(picture, PictureContinuity, _last_picture), (descriptor->picture + plan->picture_delta) & 0x7FFF) < 0)
        return -1;
    if (descriptor->tl0_at >= 0 &&
        put_long(&AT(picture, PictureContinuity, _last_tl0), (descriptor->tl0 + plan->tl0_delta) & 0xFF) < 0)
        return -1;
    return 0;
}

/* In the format of this variant. */
static int send_fitted(PyObject *variant, const Rtp *rtp, const unsigned char *packet, uint16_t number, int primary_at) {
    unsigned char made[LONGEST_BYTES];
    int size = HEADER_BYTES + rtp->tail_bytes;
    if (rtp->type != RED || takes_red(variant)) return send_variant(variant, packet, size, number);
    return send_variant(variant, made, red_unwrap(rtp, primary_at, packet, made), number);
}

static int send_group(const GroupPlan *plan, int primary_at, Arrival *arrival, const Descriptor *descriptor, PyObject *unsent) {
    PyObject *group = plan->group, *variants = AT(group, FanOutGroup, _variants);
    Rtp *rtp = &arrival->rtp;
    if (note_sent(plan, arrival, descriptor) < 0) return -1;
    if (descriptor != NULL && (plan->picture_delta || plan->tl0_delta))
        vp8_shift(rtp, descriptor, plan->picture_delta, plan->tl0_delta);
    const unsigned char *packet = rtp_address(rtp, (uint16_t)plan->out, plan->timestamp, plan->ssrc);
    if (add_long(&AT(group, FanOutGroup, packets), 1) < 0 ||
        add_long(&AT(group, FanOutGroup, octets), rtp->payload_bytes) < 0)
        return -1;
    for (Py_ssize_t index = 0; index < PyList_GET_SIZE(variants); index++) {
        PyObject *variant = Py_NewRef(PyList_GET_ITEM(variants, index));
        int failed = send_fitted(variant, rtp, packet, (uint16_t)plan->out, primary_at);
        Py_DECREF(variant);
        if (failed) return -1;
    }
    /* Another group may have other numbers: give the packet its own ones back. */
    if (descriptor != NULL && (plan->picture_delta || plan->tl0_delta)) vp8_shift(rtp, descriptor, 0, 0);
    if (AT(group, FanOutGroup, _waits) == Py_True) return 0;
    if (put_bool(&AT(group, FanOutGroup, _waits), 1) < 0) return -1;
    return PyList_Append(unsent, group);
}

int fan_out_send(const FanOutPlan *plan, Arrival *arrival, const Descriptor *descriptor, PyObject *unsent) {
    int failed = 0;
    for (int index = 0; !failed && index < plan->count; index++)
        failed = send_group(&plan->groups[index], plan->primary_at, arrival, descriptor, unsent);
    return failed;
}

void fan_out_release(FanOutPlan *plan) {
    while (plan->count) Py_DECREF(plan->groups[--plan->count].group);
}
