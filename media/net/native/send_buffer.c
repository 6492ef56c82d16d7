/* The send buffer: the work done once per packet and receiver.
 *
 * Same methods, same results as SendBufferInPython; tests/media/net/test_send_buffer.py covers both. libsrtp is not linked: the
 * address of its srtp_protect, and of the sessions, come from pylibsrtp, whose sessions stay alive with the send buffer.
 */

#include "send_buffer.h"

#include "rtp.h"
#include "seal.h"

#include <string.h>
#include <structmember.h>

/* The last id of RFC 8285. */
enum { STOP_ID = 15 };

/* Where a packet has its transport-wide number, or -1. Its lengths are checked: any bytes may come. */
static Py_ssize_t number_at(const unsigned char *packet, Py_ssize_t size) {
    if (size < 16 || !(packet[0] & 0x10)) return -1;
    Py_ssize_t at = 12 + 4 * (packet[0] & 0x0F);
    if (at + 4 > size || packet[at] != 0xBE || packet[at + 1] != 0xDE) return -1;
    Py_ssize_t end = at + 4 + 4 * (packet[at + 2] << 8 | packet[at + 3]);
    if (end > size) return -1;
    for (at += 4; at < end;) {
        if (!packet[at]) {
            at++;
            continue;
        }
        Py_ssize_t after = at + 2 + (packet[at] & 0x0F);
        if (packet[at] >> 4 == STOP_ID || after > end) return -1;
        if (packet[at] >> 4 == TRANSPORT_ID && after == at + 3) return at + 1;
        at = after;
    }
    return -1;
}

static Sent what_left(const unsigned char *packet) {
    Sent sent = {0, 0, (uint16_t)(packet[2] << 8 | packet[3]), 0};
    sent.ssrc = (uint32_t)packet[8] << 24 | (uint32_t)packet[9] << 16 | (uint32_t)packet[10] << 8 | packet[11];
    return sent;
}

static long long oldest_number(const SendBuffer *self) {
    return self->number < KEPT_NUMBERS ? 0 : self->number - KEPT_NUMBERS;
}

/* The number under which this packet left before, or -1. */
static long long former_number(const SendBuffer *self, const unsigned char *packet) {
    Sent wanted = what_left(packet);
    for (long long number = self->number - 1; number >= oldest_number(self); number--) {
        const Sent *sent = &self->sent[number % KEPT_NUMBERS];
        if (sent->ssrc == wanted.ssrc && sent->sequence == wanted.sequence) return number;
    }
    return -1;
}

void send_buffer_note_sent(SendBuffer *self, double now) {
    for (long long number = self->number - self->numbered; number < self->number; number++)
        self->sent[number % KEPT_NUMBERS].sent_at = now;
}

/* The session of a packet's source, made for its first packet; NULL when it cannot be. */
static void *session_of(SendBuffer *self, uint32_t ssrc) {
    void **session = &self->sessions[(ssrc >> SLOT_SHIFT) % MAX_SESSIONS];
    if (*session != NULL || self->open == NULL) return *session;
    unsigned long long address;
    PyObject *owner, *made = PyObject_CallNoArgs(self->open);
    if (made != NULL && PyArg_ParseTuple(made, "KO", &address, &owner) && PyList_Append(self->owners, owner) == 0)
        *session = (void *)(uintptr_t)address;
    PyErr_Clear();
    Py_XDECREF(made);
    return *session;
}

/* In all send buffers of the process. */
static int waiting;

int send_buffers_waiting(void) { return waiting; }

void send_buffer_empty(SendBuffer *self) {
    waiting -= self->count;
    self->count = self->numbered = 0;
    self->end = 0;
}

static int protect(SendBuffer *self, uint32_t ssrc, unsigned char *packet, int *length) {
    if (self->seal != NULL) return seal_packet((Seal *)self->seal, packet, length);
    void *session = session_of(self, ssrc);
    return session == NULL || self->protect(session, packet, length) ? -1 : 0;
}

void send_buffer_add(SendBuffer *self, const unsigned char *plain, Py_ssize_t size, int again) {
    if (self->end > self->capacity - LONGEST_BYTES - TRAILER_BYTES || self->count == MAX_WAITING)
        send_buffers_flush(&self, 1);
    if (size < 0 || size + TRAILER_BYTES > self->capacity - self->end) {
        self->failed++;
        return;
    }
    unsigned char *at = self->buffer + self->end;
    int length = (int)size;
    memcpy(at, plain, (size_t)size);
    Py_ssize_t mark = number_at(at, size);
    long long number = self->number;
    if (mark >= 0) {
        if (again && (number = former_number(self, at)) < 0) return;
        at[mark] = (unsigned char)(number >> 8);
        at[mark + 1] = (unsigned char)number;
    }
    Sent sent = size < HEADER_BYTES ? (Sent){0} : what_left(at);
    if (protect(self, sent.ssrc, at, &length) < 0) {
        self->failed++;
        return;
    }
    if (mark >= 0) {
        sent.size = (uint16_t)length;
        self->sent[number % KEPT_NUMBERS] = sent;
        if (!again) {
            self->number++;
            self->numbered++;
        }
    }
    self->sizes[self->count++] = (unsigned short)length;
    self->end += length;
    waiting++;
}

int send_buffer_add_any(PyObject *one, const unsigned char *plain, Py_ssize_t size, PyObject **object) {
    if (Py_IS_TYPE(one, &SendBufferType)) {
        send_buffer_add((SendBuffer *)one, plain, size, 0);
        return 0;
    }
    if (*object == NULL) *object = PyBytes_FromStringAndSize((const char *)plain, size);
    if (*object == NULL) return -1;
    PyObject *result = PyObject_CallMethod(one, "add", "O", *object);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static int send_buffer_init(SendBuffer *self, PyObject *args, PyObject *keywords) {
    unsigned long long protect;
    PyObject *seal;
    if (keywords != NULL && PyDict_GET_SIZE(keywords)) {
        PyErr_SetString(PyExc_TypeError, "no keywords");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "KnOOO", &protect, &self->capacity, &self->open, &self->find_socket, &seal)) {
        self->open = self->find_socket = NULL;
        return -1;
    }
    if (Py_IS_TYPE(seal, &SealType)) self->seal = Py_NewRef(seal);
    Py_INCREF(self->open);
    Py_INCREF(self->find_socket);
    self->fd = -1;
    self->owners = PyList_New(0);
    self->protect = (protect_t)(uintptr_t)protect;
    self->segments = 1;
    self->buffer = PyMem_Malloc((size_t)self->capacity);
    self->sent = PyMem_Calloc(KEPT_NUMBERS, sizeof *self->sent);
    if (self->buffer == NULL || self->sent == NULL || self->owners == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static void send_buffer_dealloc(SendBuffer *self) {
    send_buffer_empty(self);
    PyMem_Free(self->buffer);
    PyMem_Free(self->sent);
    Py_XDECREF(self->seal);
    Py_XDECREF(self->open);
    Py_XDECREF(self->owners);
    Py_XDECREF(self->find_socket);
    Py_XDECREF(self->path);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *send_buffer_aim(SendBuffer *self, PyObject *path) {
    const char *bytes;
    Py_ssize_t size;
    int fd;
    self->fd = -1;
    Py_CLEAR(self->path);
    if (path == Py_None) Py_RETURN_NONE;
    PyObject *found = PyObject_CallOneArg(self->find_socket, path);
    if (found == NULL) return NULL;
    if (found == Py_None) {
        self->path = Py_NewRef(path);
    } else {
        if (!PyArg_ParseTuple(found, "iy#", &fd, &bytes, &size) || size > (Py_ssize_t)sizeof self->address) {
            Py_DECREF(found);
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "address");
            return NULL;
        }
        memcpy(&self->address, bytes, (size_t)size);
        self->address_bytes = (socklen_t)size;
        self->fd = fd;
    }
    Py_DECREF(found);
    Py_RETURN_NONE;
}

static PyObject *add_method(SendBuffer *self, PyObject *plain) {
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(plain, &bytes, &size) < 0) return NULL;
    send_buffer_add(self, (unsigned char *)bytes, size, 0);
    Py_RETURN_NONE;
}

static PyObject *add_again_method(SendBuffer *self, PyObject *plain) {
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(plain, &bytes, &size) < 0) return NULL;
    send_buffer_add(self, (unsigned char *)bytes, size, 1);
    Py_RETURN_NONE;
}

static PyObject *sent_method(SendBuffer *self, PyObject *const *args, Py_ssize_t count) {
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "two arguments");
        return NULL;
    }
    long long first = PyLong_AsLongLong(args[0]);
    Py_ssize_t numbers = PyLong_AsSsize_t(args[1]);
    if (PyErr_Occurred()) return NULL;
    if (numbers < 0 || numbers > 0xFFFF) {
        PyErr_SetString(PyExc_ValueError, "numbers");
        return NULL;
    }
    PyObject *list = PyList_New(numbers);
    for (Py_ssize_t index = 0; list != NULL && index < numbers; index++) {
        Sent sent = {0};
        if (first + index >= oldest_number(self) && first + index < self->number)
            sent = self->sent[(first + index) % KEPT_NUMBERS];
        PyObject *one = Py_BuildValue("(di)", sent.sent_at, sent.sent_at > 0 ? (int)sent.size : 0);
        if (one == NULL) Py_CLEAR(list);
        else PyList_SET_ITEM(list, index, one);
    }
    return list;
}

static PyObject *flush_method(SendBuffer *self, PyObject *Py_UNUSED(ignored)) {
    send_buffers_flush(&self, 1);
    Py_RETURN_NONE;
}

static PyMethodDef send_buffer_methods[] = {
    {"aim", (PyCFunction)send_buffer_aim, METH_O, "Send there from now on; None drops what waits."},
    {"add", (PyCFunction)add_method, METH_O, "Protect one RTP packet behind those that wait."},
    {"add_again", (PyCFunction)add_again_method, METH_O, "The same for one that left before: the same bytes."},
    {"sent", (PyCFunction)(void (*)(void))sent_method, METH_FASTCALL, "When what left under which numbers."},
    {"flush", (PyCFunction)flush_method, METH_NOARGS, "Send what waits."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef send_buffer_members[] = {
    {"number", T_LONGLONG, offsetof(SendBuffer, number), READONLY, "transport-wide number of the next packet"},
    {"packets", T_LONGLONG, offsetof(SendBuffer, packets), READONLY, "packets sent"},
    {"octets", T_LONGLONG, offsetof(SendBuffer, octets), READONLY, "bytes sent"},
    {"refused", T_LONGLONG, offsetof(SendBuffer, refused), READONLY, "packets the kernel did not take"},
    {"failed", T_LONGLONG, offsetof(SendBuffer, failed), READONLY, "packets that could not be protected"},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject SendBufferType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "media.net.native._packets.SendBuffer",
    .tp_doc = "Packets of one connection that wait to leave together; see media.net.send_buffer.",
    .tp_basicsize = sizeof(SendBuffer),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)send_buffer_init,
    .tp_dealloc = (destructor)send_buffer_dealloc,
    .tp_methods = send_buffer_methods,
    .tp_members = send_buffer_members,
};
