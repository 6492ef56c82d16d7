/* See intake.h. Whatever is not as expected is Python's, and nothing was changed then. */

#include "intake.h"

/* MAX_REPORTED and TICKS_PER_S of media/rtp/transport_feedback.py, _BURST_TICKS and _WRAP of media/rates/uplink.py. */
enum { MAX_REPORTED = 2048, TICKS_PER_S = 4000, BURST_TICKS = 20 * (1 << 18) / 1000, WRAP = 1 << 24 };

/* ACTIVE_LEVEL and _NEEDED of media/rtp/levels.py, MAX_SILENCE_BYTES and STEADY_PACKETS of media/peer/voice_check.py. */
enum { ACTIVE_LEVEL = 35, VOICED = 8, MAX_SILENCE_BYTES = 8, STEADY_PACKETS = 500 };
static const double WINDOW_S = 0.4, RELEASE_S = 0.6;

static PyObject *name_on_packet, *name_on_level, *name_append;

static PyObject *intern(PyObject **name, const char *text) {
    if (*name == NULL) *name = PyUnicode_InternFromString(text);
    return *name;
}

/* ArrivalLog.on_packet for a number near the expected one: 1 when it was taken, 0 when Python has to, -1 with an exception. */
static int log_arrival(PyObject *log, int number, const Arrival *arrival) {
    long long next;
    PyObject *arrived = IS(log, ArrivalLog) ? AT(log, ArrivalLog, _arrived) : NULL;
    if (arrived == NULL || !PyDict_CheckExact(arrived) || !read_long(AT(log, ArrivalLog, _next), &next)) return 0;
    int ahead = (int16_t)(uint16_t)(number - (uint16_t)next);
    if (ahead <= -MAX_REPORTED || ahead >= MAX_REPORTED) return 0;
    if (ahead < 0) return 1;
    PyObject *key = PyLong_FromLongLong(next + ahead), *ticks = PyLong_FromLongLong((long long)(arrival->now * TICKS_PER_S));
    int failed = key == NULL || ticks == NULL || PyDict_SetDefault(arrived, key, ticks) == NULL;
    Py_XDECREF(key);
    Py_XDECREF(ticks);
    return failed ? -1 : 1;
}

/* Uplink.on_packet for a packet of the present burst, or a late one; returns as above. */
static int add_to_burst(PyObject *uplink, int send_time, const Arrival *arrival) {
    long long size, first;
    if (!IS(uplink, Uplink) || !read_long(AT(uplink, Uplink, _size), &size) || size <= 0 ||
        !read_long(AT(uplink, Uplink, _first), &first))
        return 0;
    long long age = (send_time - first) & (WRAP - 1);
    if (age > BURST_TICKS && age < WRAP / 2) return 0;
    return (age <= BURST_TICKS && put_long(&AT(uplink, Uplink, _last), send_time) < 0) ||
                   put_long(&AT(uplink, Uplink, _size), size + arrival->size) < 0 ||
                   put(&AT(uplink, Uplink, _arrived), Py_NewRef(arrival->now_object)) < 0
               ? -1
               : 1;
}

static int call_on_packet(PyObject *upstream, int number, int send_time, const Arrival *arrival) {
    PyObject *numbered = long_or_none(number), *sent = long_or_none(send_time), *size = PyLong_FromLong(arrival->size);
    PyObject *result = NULL;
    if (numbered != NULL && sent != NULL && size != NULL && intern(&name_on_packet, "on_packet"))
        result = PyObject_CallMethodObjArgs(upstream, name_on_packet, numbered, sent, size, arrival->now_object, NULL);
    Py_XDECREF(numbered);
    Py_XDECREF(sent);
    Py_XDECREF(size);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

int intake_packet(PyObject *upstream, int number, int send_time, const Arrival *arrival) {
    int is_numbered, taken = 0;
    long long count;
    if (IS(upstream, Upstream) && read_bool(AT(upstream, Upstream, is_numbered), &is_numbered) &&
        read_long(AT(upstream, Upstream, packets), &count) && read_long(AT(upstream, Upstream, octets), &count)) {
        if (number >= 0 && is_numbered) taken = log_arrival(AT(upstream, Upstream, arrivals), number, arrival);
        else if (send_time >= 0) taken = add_to_burst(AT(upstream, Upstream, uplink), send_time, arrival);
    }
    if (!taken) return call_on_packet(upstream, number, send_time, arrival);
    return taken < 0 || add_long(&AT(upstream, Upstream, packets), 1) < 0 ||
                   add_long(&AT(upstream, Upstream, octets), arrival->size) < 0
               ? -1
               : 0;
}

static int call_on_level(PyObject *stream, const Arrival *arrival) {
    PyObject *level = PyLong_FromLong(arrival->rtp.level), *size = PyLong_FromLong(arrival->rtp.payload_bytes);
    PyObject *result = NULL;
    if (level != NULL && size != NULL && intern(&name_on_level, "on_level"))
        result = PyObject_CallMethodObjArgs(stream, name_on_level, level, size, arrival->now_object, NULL);
    Py_XDECREF(level);
    Py_XDECREF(size);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

/* SpeakingDetector.on_level for a level that counts as voice. */
static int add_voiced(PyObject *speech, double until, const Arrival *arrival) {
    PyObject *voiced = Py_NewRef(AT(speech, SpeakingDetector, _voiced));
    PyObject *result = intern(&name_append, "append")
                           ? PyObject_CallMethodOneArg(voiced, name_append, arrival->now_object)
                           : NULL;
    int failed = result == NULL, is_speech = arrival->now < until;
    Py_XDECREF(result);
    if (!failed && !is_speech && PyObject_Size(voiced) == VOICED) {
        double since;
        PyObject *oldest = PySequence_GetItem(voiced, 0);
        is_speech = read_double(oldest, &since) && arrival->now - since <= WINDOW_S;
        failed = oldest == NULL;
        Py_XDECREF(oldest);
    }
    Py_DECREF(voiced);
    if (!failed && is_speech) failed = put_double(&AT(speech, SpeakingDetector, _until), arrival->now + RELEASE_S) < 0;
    return failed ? -1 : 0;
}

int intake_level(PyObject *stream, const Arrival *arrival) {
    PyObject *voice = AT(stream, IncomingStream, voice), *speech = AT(stream, IncomingStream, speech);
    int level = arrival->rtp.level;
    long long last, same, lies;
    double until;
    if (!IS(voice, VoiceCheck) || !IS(speech, SpeakingDetector) || !read_long(AT(voice, VoiceCheck, _last), &last) ||
        !read_long(AT(voice, VoiceCheck, _same), &same) || !read_long(AT(voice, VoiceCheck, lies), &lies) ||
        !read_double(AT(speech, SpeakingDetector, _until), &until) || AT(speech, SpeakingDetector, _voiced) == NULL)
        return call_on_level(stream, arrival);
    same = level == last ? same + 1 : 1;
    if (put_long(&AT(voice, VoiceCheck, _last), level) < 0 || put_long(&AT(voice, VoiceCheck, _same), same) < 0) return -1;
    if (level > ACTIVE_LEVEL) return 0;
    if (arrival->rtp.payload_bytes <= MAX_SILENCE_BYTES) return put_long(&AT(voice, VoiceCheck, lies), lies + 1);
    return same < STEADY_PACKETS ? add_voiced(speech, until, arrival) : 0;
}
