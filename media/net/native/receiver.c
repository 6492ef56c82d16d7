/* One wake-up: many datagrams in few system calls; regular packets are carried here, everything else goes up to Python. */

#define _GNU_SOURCE
#include "receiver.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "carry.h"
#include "intake.h"
#include "send_buffer.h"
#include "srtp.h"

/* Datagrams of one system call; the longest ones, as in media/worker/transport.py and media/rtp/packet.py; how many senders'
 * addresses are remembered as objects. */
enum { AT_ONCE = 16, DATAGRAM_BYTES = 2048, MAX_RTP_BYTES = 1206, MAX_KNOWN = 4096 };
enum { MAX_SRTP_BYTES = MAX_RTP_BYTES + 16 };
/* Where the decrypted packet starts: aligned as libsrtp likes it. */
enum { PLAIN_AT = 2 * ROOM_BYTES };
static const double BURST_S = 1.0;
/* So many packets do not wait for the next sender's: one burst for a small room, or a few voices for a large one. */
enum { MANY_WAITING = 24 };

typedef struct {
    struct mmsghdr messages[AT_ONCE];
    struct iovec parts[AT_ONCE];
    struct sockaddr_storage names[AT_ONCE];
    unsigned char datagrams[AT_ONCE][DATAGRAM_BYTES];
    unsigned char plain[PLAIN_AT + MAX_PACKET_BYTES + MAX_TRAILER_BYTES]; /* what was decrypted, with room in front */
} Buffers;

typedef struct {
    PyObject_HEAD
    int fd, is_busy; /* is_busy: its buffers are in use, so that nobody may call it again meanwhile */
    PyObject *paths;  /* the socket's table of those that belong to a connection */
    PyObject *handle; /* takes a datagram, its address and the time */
    PyObject *failed; /* takes an exception */
    PyObject *refused; /* called when the system refused to read */
    PyObject *unsent; /* the transport's list of what has packets waiting */
    PyObject *known;  /* the kernel's address to Python's */
    Buffers *buffers;
} Receiver;

static PyObject *name_handle_rtp;

/* Hand the exception that is set to Python's log. */
static void report(Receiver *self) {
    PyObject *type, *error, *trace;
    PyErr_Fetch(&type, &error, &trace);
    PyErr_NormalizeException(&type, &error, &trace);
    if (error != NULL && trace != NULL) PyException_SetTraceback(error, trace);
    PyObject *result = PyObject_CallOneArg(self->failed, error == NULL ? Py_None : error);
    if (result == NULL) PyErr_WriteUnraisable(self->failed);
    Py_XDECREF(result);
    Py_XDECREF(type);
    Py_XDECREF(error);
    Py_XDECREF(trace);
}

/* PacketMeter.allow without the counting: whether it allows the packet, and until when it is busy then. */
static int may_pass(PyObject *meter, int size, double now, double *busy) {
    double per_packet, per_byte, until;
    if (!IS(meter, PacketMeter) || !read_double(AT(meter, PacketMeter, _per_packet_s), &per_packet) ||
        !read_double(AT(meter, PacketMeter, _per_byte_s), &per_byte) ||
        !read_double(AT(meter, PacketMeter, _busy_until), &until))
        return 0;
    double took = size * per_byte;
    if (took < per_packet) took = per_packet;
    *busy = until > now ? until + took : now + took;
    return *busy - now <= BURST_S;
}

static PyObject *source_of(PyObject *peer, const unsigned char *data) {
    PyObject *sources = AT(peer, Peer, sources), *stream = NULL;
    PyObject *ssrc = PyLong_FromUnsignedLong((unsigned long)data[8] << 24 | data[9] << 16 | data[10] << 8 | data[11]);
    if (sources != NULL && ssrc != NULL && PyDict_CheckExact(sources))
        stream = Py_XNewRef(PyDict_GetItemWithError(sources, ssrc));
    Py_XDECREF(ssrc);
    return stream;
}

/* Decrypt with the connection's keys, unless it has none or the sender is too fast; returns the size, or -1. */
static int open_packet(Receiver *self, PyObject *peer, const unsigned char *data, int size, double now) {
    PyObject *meter = Py_XNewRef(AT(peer, Peer, _media)), *keys = AT(peer, Peer, _keys);
    PyObject *unprotect = IS(keys, SrtpKeys) ? Py_XNewRef(AT(keys, SrtpKeys, unprotect)) : NULL;
    double busy;
    int length = -1;
    if (unprotect != NULL && may_pass(meter, size, now, &busy)) {
        length = apply(unprotect, data, size, self->buffers->plain + PLAIN_AT);
        if (length >= 0 && put_double(&AT(meter, PacketMeter, _busy_until), busy) < 0) PyErr_Clear();
    }
    Py_XDECREF(unprotect);
    Py_XDECREF(meter);
    return length;
}

/* Python takes what was decrypted but is not regular. */
static void hand_up_plain(Receiver *self, PyObject *peer, int length, const Arrival *arrival) {
    PyObject *plain = PyBytes_FromStringAndSize((const char *)self->buffers->plain + PLAIN_AT, length);
    PyObject *size = PyLong_FromLong(arrival->size), *result = NULL;
    if (plain != NULL && size != NULL)
        result = PyObject_CallMethodObjArgs(peer, name_handle_rtp, plain, size, arrival->now_object, NULL);
    if (result == NULL) report(self);
    Py_XDECREF(plain);
    Py_XDECREF(size);
    Py_XDECREF(result);
}

/* Take an SRTP packet of a stream that is known; 0 when Python has to take the datagram as it is. */
static int take_srtp(Receiver *self, PyObject *peer, const unsigned char *data, Arrival *arrival) {
    PyObject *stream = source_of(peer, data);
    int length = stream == NULL ? -1 : open_packet(self, peer, data, arrival->size, arrival->now);
    if (length < 0) {
        PyErr_Clear();
        Py_XDECREF(stream);
        return 0;
    }
    int is_read = length <= MAX_RTP_BYTES && rtp_parse(self->buffers->plain + PLAIN_AT, length, &arrival->rtp);
    int outcome = is_read ? UP : -2;
    int send_time = outcome == UP ? rtp_send_time(&arrival->rtp) : -1, number = arrival->rtp.number;
    if (outcome == UP) outcome = carry(stream, arrival, self->unsent);
    if (outcome == FAILED) report(self);
    if (outcome == CARRIED) {
        PyObject *upstream = Py_XNewRef(AT(peer, Peer, upstream));
        if (upstream != NULL && intake_packet(upstream, number, send_time, arrival) < 0) report(self);
        Py_XDECREF(upstream);
    } else if (outcome != FAILED) {
        hand_up_plain(self, peer, length, arrival);
    }
    Py_DECREF(stream);
    return 1;
}

static void take(Receiver *self, const unsigned char *data, Py_ssize_t size, PyObject *address, PyObject *now) {
    if (size >= HEADER_BYTES && size <= MAX_SRTP_BYTES && data[0] >> 6 == 2 && !(data[1] >= 192 && data[1] <= 223)) {
        PyObject *path = PyDict_GetItemWithError(self->paths, address);
        PyObject *peer = IS(path, UdpPath) ? AT(path, UdpPath, owner) : NULL;
        if (IS(peer, Peer)) {
            Arrival arrival = {.size = (int)size, .now = PyFloat_AS_DOUBLE(now), .now_object = now};
            Py_INCREF(peer);
            int is_taken = take_srtp(self, peer, data, &arrival);
            Py_DECREF(peer);
            if (is_taken) return;
        }
        PyErr_Clear();
    }
    PyObject *bytes = PyBytes_FromStringAndSize((const char *)data, size);
    PyObject *result = bytes == NULL ? NULL : PyObject_CallFunctionObjArgs(self->handle, bytes, address, now, NULL);
    if (result == NULL) report(self);
    Py_XDECREF(result);
    Py_XDECREF(bytes);
}

/* The address as Python's socket gives it; a new reference. */
static PyObject *make_address(const struct sockaddr_storage *name) {
    char text[INET6_ADDRSTRLEN];
    if (name->ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)name;
        inet_ntop(AF_INET, &four->sin_addr, text, sizeof text);
        return Py_BuildValue("(si)", text, ntohs(four->sin_port));
    }
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)name;
    inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
    return Py_BuildValue("(siII)", text, ntohs(six->sin6_port), ntohl(six->sin6_flowinfo), six->sin6_scope_id);
}

static PyObject *find_address(Receiver *self, const struct sockaddr_storage *name) {
    size_t size = name->ss_family == AF_INET ? offsetof(struct sockaddr_in, sin_zero) : sizeof(struct sockaddr_in6);
    PyObject *key = PyBytes_FromStringAndSize((const char *)name, (Py_ssize_t)size);
    if (key == NULL) return NULL;
    PyObject *address = Py_XNewRef(PyDict_GetItemWithError(self->known, key));
    if (address == NULL && !PyErr_Occurred() && (address = make_address(name)) != NULL) {
        if (PyDict_GET_SIZE(self->known) >= MAX_KNOWN) PyDict_Clear(self->known);
        if (PyDict_SetItem(self->known, key, address) < 0) PyErr_Clear();
    }
    Py_DECREF(key);
    return address;
}

static double monotonic(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* The ICMP error of an earlier send is reported at the next read, for one. */
static void note_refusal(Receiver *self) {
    PyObject *result = PyObject_CallNoArgs(self->refused);
    if (result == NULL) report(self);
    Py_XDECREF(result);
}

static int read_socket(Receiver *self, int count) {
    Buffers *buffers = self->buffers;
    for (int index = 0; index < count; index++) {
        buffers->parts[index] = (struct iovec){buffers->datagrams[index], DATAGRAM_BYTES};
        buffers->messages[index].msg_hdr = (struct msghdr){.msg_name = &buffers->names[index],
                                                           .msg_namelen = sizeof buffers->names[index],
                                                           .msg_iov = &buffers->parts[index],
                                                           .msg_iovlen = 1};
    }
    return recvmmsg(self->fd, buffers->messages, (unsigned)count, MSG_DONTWAIT, NULL);
}

/* Whether the datagram after this one has another sender. */
static int is_last_of_sender(const Receiver *self, int index, int count) {
    const struct mmsghdr *messages = self->buffers->messages;
    socklen_t size = messages[index].msg_hdr.msg_namelen;
    return index + 1 == count || messages[index + 1].msg_hdr.msg_namelen != size ||
           memcmp(&self->buffers->names[index], &self->buffers->names[index + 1], size) != 0;
}

/* Take what was read; -1 with an exception. */
static int take_all(Receiver *self, int count, PyObject *now) {
    for (int index = 0; index < count; index++) {
        PyObject *address = find_address(self, &self->buffers->names[index]);
        if (address == NULL) report(self);
        else take(self, self->buffers->datagrams[index], self->buffers->messages[index].msg_len, address, now);
        Py_XDECREF(address);
        if (send_buffers_waiting() >= MANY_WAITING && is_last_of_sender(self, index, count) && flush_all(self->unsent) < 0)
            return -1;
    }
    return 0;
}

static int begin(Receiver *self) {
    if (self->buffers == NULL || self->is_busy) {
        PyErr_SetString(PyExc_RuntimeError, "not initialised, or called from within itself");
        return -1;
    }
    self->is_busy = 1;
    return 0;
}

static PyObject *receiver_drain(Receiver *self, PyObject *const *args, Py_ssize_t given) {
    int total = 0, failed = 0;
    if (given != 2) {
        PyErr_SetString(PyExc_TypeError, "a number and a duration");
        return NULL;
    }
    double began = monotonic(), until = began + PyFloat_AsDouble(args[1]);
    long most = PyLong_AsLong(args[0]);
    PyObject *now = PyErr_Occurred() ? NULL : PyFloat_FromDouble(began);
    if (now == NULL || begin(self) < 0) {
        Py_XDECREF(now);
        return NULL;
    }
    while (total < most && !failed) {
        int wanted = most - total < AT_ONCE ? (int)(most - total) : AT_ONCE;
        int count = read_socket(self, wanted);
        if (count < 0) {
            if (errno == EAGAIN || errno == EWOULDBLOCK) break;
            note_refusal(self);
            total++;
            continue;
        }
        failed = take_all(self, count, now);
        total += count;
        if (count < wanted || monotonic() >= until) break;
    }
    /* What leaves may be Python's: a TCP connection. The buffers are free by then. */
    self->is_busy = 0;
    Py_DECREF(now);
    if (failed || flush_all(self->unsent) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *receiver_take(Receiver *self, PyObject *args) {
    const char *data;
    Py_ssize_t size;
    PyObject *address;
    double now;
    if (!PyArg_ParseTuple(args, "y#Od", &data, &size, &address, &now)) return NULL;
    PyObject *at = PyFloat_FromDouble(now);
    if (at == NULL || begin(self) < 0) {
        Py_XDECREF(at);
        return NULL;
    }
    take(self, (const unsigned char *)data, size, address, at);
    self->is_busy = 0;
    Py_DECREF(at);
    Py_RETURN_NONE;
}

static int receiver_init(Receiver *self, PyObject *args, PyObject *keywords) {
    PyObject *paths, *handle, *failed, *refused, *unsent;
    if (self->buffers != NULL || (keywords != NULL && PyDict_GET_SIZE(keywords))) {
        PyErr_SetString(PyExc_TypeError, "no keywords, and only once");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "iO!OOOO!", &self->fd, &PyDict_Type, &paths, &handle, &failed, &refused, &PyList_Type, &unsent))
        return -1;
    if (name_handle_rtp == NULL) name_handle_rtp = PyUnicode_InternFromString("handle_rtp");
    if (!shapes.Peer.type || name_handle_rtp == NULL) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_RuntimeError, "bind comes first");
        return -1;
    }
    self->paths = Py_NewRef(paths);
    self->handle = Py_NewRef(handle);
    self->failed = Py_NewRef(failed);
    self->refused = Py_NewRef(refused);
    self->unsent = Py_NewRef(unsent);
    self->known = PyDict_New();
    if (self->known == NULL) return -1;
    self->buffers = PyMem_Calloc(1, sizeof *self->buffers);
    if (self->buffers == NULL) PyErr_NoMemory();
    return self->buffers == NULL ? -1 : 0;
}

static int receiver_traverse(Receiver *self, visitproc visit, void *arg) {
    Py_VISIT(self->paths);
    Py_VISIT(self->handle);
    Py_VISIT(self->failed);
    Py_VISIT(self->refused);
    Py_VISIT(self->unsent);
    Py_VISIT(self->known);
    return 0;
}

static int receiver_clear(Receiver *self) {
    Py_CLEAR(self->paths);
    Py_CLEAR(self->handle);
    Py_CLEAR(self->failed);
    Py_CLEAR(self->refused);
    Py_CLEAR(self->unsent);
    Py_CLEAR(self->known);
    /* Without its tables it takes nothing more. */
    PyMem_Free(self->buffers);
    self->buffers = NULL;
    return 0;
}

static void receiver_dealloc(Receiver *self) {
    PyObject_GC_UnTrack(self);
    receiver_clear(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef receiver_methods[] = {
    {"drain", (PyCFunction)(void (*)(void))receiver_drain, METH_FASTCALL,
     "Read what is in the socket, at most so many and not for longer, and send what that caused."},
    {"take", (PyCFunction)receiver_take, METH_VARARGS, "Take one datagram, its address and the time."},
    {NULL, NULL, 0, NULL},
};

PyTypeObject ReceiverType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "media.net.native._packets.Receiver",
    .tp_doc = "Reads the worker's socket and carries regular packets; see docs/relay.md.",
    .tp_basicsize = sizeof(Receiver),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)receiver_init,
    .tp_traverse = (traverseproc)receiver_traverse,
    .tp_clear = (inquiry)receiver_clear,
    .tp_dealloc = (destructor)receiver_dealloc,
    .tp_methods = receiver_methods,
};
