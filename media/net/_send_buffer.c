/* The send buffer of media/net/send_buffer.py in C: the work done once per packet and receiver.
 *
 * Same methods, same results as SendBufferInPython; tests/media/net/test_send_buffer.py covers both. libsrtp is not linked: the
 * address of its srtp_protect, and of the session, come from pylibsrtp, which stays alive with the send buffer.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>

#ifndef SOL_UDP
#define SOL_UDP 17
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

/* Room that libsrtp needs behind a packet, the longest packet, and the bounds of media/net/segments.py. */
enum { TRAILER_BYTES = 144, LONGEST_BYTES = 1500, MAX_WAITING = 1024, MAX_SEGMENTS = 48, MAX_BYTES = 60000 };

typedef int (*protect_t)(void *session, void *packet, int *length);

typedef struct {
    PyObject_HEAD
    PyObject *keep;        /* the SRTP session's owner */
    PyObject *find_socket; /* turns a path into a descriptor and a struct sockaddr, or None where it is no UDP socket */
    PyObject *path;        /* whose send_all is called where it is none */
    void *session;
    protect_t protect;
    unsigned char *buffer;
    Py_ssize_t capacity, end;
    int fd, count, segments; /* fd is -1 where no UDP socket is aimed at */
    socklen_t address_bytes;
    struct sockaddr_storage address;
    unsigned short sizes[MAX_WAITING];
    long long packets, octets, refused, failed;
} SendBuffer;

static PyTypeObject SendBufferType;

/* Send `count` datagrams of one size in one system call; returns 0, or an errno. */
static int send_run(SendBuffer *self, const unsigned char *at, Py_ssize_t total, int count, unsigned short size) {
    struct iovec part = {(void *)at, (size_t)total};
    union {
        char bytes[CMSG_SPACE(sizeof(unsigned short))];
        struct cmsghdr align;
    } control;
    struct msghdr message = {0};
    message.msg_name = &self->address;
    message.msg_namelen = self->address_bytes;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (count > 1) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_UDP;
        header->cmsg_type = UDP_SEGMENT;
        header->cmsg_len = CMSG_LEN(sizeof size);
        memcpy(CMSG_DATA(header), &size, sizeof size);
    }
    return sendmsg(self->fd, &message, MSG_DONTWAIT) < 0 ? errno : 0;
}

/* Like SegmentedSend: one by one where the system has no segments, or this path needs smaller datagrams. */
static int send_each(SendBuffer *self, const unsigned char *at, const unsigned short *sizes, int count) {
    for (int index = 0; index < count; index++) {
        int error = send_run(self, at, sizes[index], 1, sizes[index]);
        if (error) return error;
        at += sizes[index];
    }
    return 0;
}

static int send_neighbours(SendBuffer *self, const unsigned char *at, const unsigned short *sizes, int count,
                           Py_ssize_t total) {
    if (count > 1 && self->segments) {
        int error = send_run(self, at, total, count, sizes[0]);
        if (error == 0) return 0;
        if (error == EIO || error == EINVAL || error == ENOPROTOOPT || error == EOPNOTSUPP)
            self->segments = 0;
        else if (error != EMSGSIZE)
            return error;
    }
    return send_each(self, at, sizes, count);
}

/* Give everything to a path that is no UDP socket; returns 0, or -1 if it refused. The path may be aimed elsewhere
 * meanwhile, so it is held, and what it gets is a copy. */
static int send_on_path(SendBuffer *self, int count, Py_ssize_t bytes) {
    PyObject *done = NULL, *path = Py_NewRef(self->path);
    PyObject *waiting = PyBytes_FromStringAndSize((char *)self->buffer, bytes);
    PyObject *sizes = PyList_New(count);
    for (int index = 0; sizes != NULL && index < count; index++) {
        PyObject *size = PyLong_FromLong(self->sizes[index]);
        if (size == NULL) Py_CLEAR(sizes);
        else PyList_SET_ITEM(sizes, index, size);
    }
    if (waiting != NULL && sizes != NULL) done = PyObject_CallMethod(path, "send_all", "OO", waiting, sizes);
    int error = done == NULL ? -1 : 0;
    PyErr_Clear();
    Py_XDECREF(done);
    Py_XDECREF(waiting);
    Py_XDECREF(sizes);
    Py_DECREF(path);
    return error;
}

static void flush(SendBuffer *self) {
    const unsigned char *at = self->buffer;
    int total_count = self->count, start = 0;
    Py_ssize_t total_bytes = self->end;
    self->count = 0;
    self->end = 0;
    if (!total_count || (self->fd < 0 && self->path == NULL)) return;
    if (self->path != NULL) {
        if (send_on_path(self, total_count, total_bytes)) {
            self->refused += total_count;
            return;
        }
        start = total_count;
    }
    while (start < total_count) {
        unsigned short size = self->sizes[start];
        Py_ssize_t total = size;
        int end = start + 1;
        while (end < total_count && end - start < MAX_SEGMENTS) {
            unsigned short following = self->sizes[end];
            if (following > size || total + following > MAX_BYTES) break;
            total += following;
            end++;
            if (following < size) break;
        }
        if (send_neighbours(self, at, self->sizes + start, end - start, total)) {
            self->refused += total_count;
            return;
        }
        at += total;
        start = end;
    }
    self->packets += total_count;
    self->octets += total_bytes;
}

static void add(SendBuffer *self, const char *plain, Py_ssize_t size) {
    if (self->end > self->capacity - LONGEST_BYTES - TRAILER_BYTES || self->count == MAX_WAITING) flush(self);
    if (size < 0 || size + TRAILER_BYTES > self->capacity - self->end) {
        self->failed++;
        return;
    }
    unsigned char *at = self->buffer + self->end;
    int length = (int)size;
    memcpy(at, plain, (size_t)size);
    if (self->protect(self->session, at, &length)) {
        self->failed++;
        return;
    }
    self->sizes[self->count++] = (unsigned short)length;
    self->end += length;
}

static int send_buffer_init(SendBuffer *self, PyObject *args, PyObject *keywords) {
    unsigned long long session, protect;
    if (keywords != NULL && PyDict_GET_SIZE(keywords)) {
        PyErr_SetString(PyExc_TypeError, "no keywords");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "KKnOO", &session, &protect, &self->capacity, &self->keep, &self->find_socket)) {
        self->keep = self->find_socket = NULL;
        return -1;
    }
    Py_INCREF(self->keep);
    Py_INCREF(self->find_socket);
    self->fd = -1;
    self->session = (void *)(uintptr_t)session;
    self->protect = (protect_t)(uintptr_t)protect;
    self->segments = 1;
    self->buffer = PyMem_Malloc((size_t)self->capacity);
    if (self->buffer == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static void send_buffer_dealloc(SendBuffer *self) {
    PyMem_Free(self->buffer);
    Py_XDECREF(self->keep);
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

static PyObject *send_buffer_add(SendBuffer *self, PyObject *plain) {
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(plain, &bytes, &size) < 0) return NULL;
    add(self, bytes, size);
    Py_RETURN_NONE;
}

static PyObject *send_buffer_flush(SendBuffer *self, PyObject *Py_UNUSED(ignored)) {
    flush(self);
    Py_RETURN_NONE;
}

static PyMethodDef send_buffer_methods[] = {
    {"aim", (PyCFunction)send_buffer_aim, METH_O, "Send there from now on; None drops what waits."},
    {"add", (PyCFunction)send_buffer_add, METH_O, "Protect one RTP packet behind those that wait."},
    {"flush", (PyCFunction)send_buffer_flush, METH_NOARGS, "Send what waits."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef send_buffer_members[] = {
    {"packets", T_LONGLONG, offsetof(SendBuffer, packets), READONLY, "packets sent"},
    {"octets", T_LONGLONG, offsetof(SendBuffer, octets), READONLY, "bytes sent"},
    {"refused", T_LONGLONG, offsetof(SendBuffer, refused), READONLY, "packets the kernel did not take"},
    {"failed", T_LONGLONG, offsetof(SendBuffer, failed), READONLY, "packets that could not be protected"},
    {NULL, 0, 0, 0, NULL},
};

static PyTypeObject SendBufferType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "media.net._send_buffer.SendBuffer",
    .tp_doc = "Packets of one connection that wait to leave together; see media.net.send_buffer.",
    .tp_basicsize = sizeof(SendBuffer),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)send_buffer_init,
    .tp_dealloc = (destructor)send_buffer_dealloc,
    .tp_methods = send_buffer_methods,
    .tp_members = send_buffer_members,
};

/* Any object with a method `add` may be in the list; those of this type are filled without a Python call. */
static PyObject *add_to_all(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t count) {
    char *bytes;
    Py_ssize_t size;
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "two arguments");
        return NULL;
    }
    if (PyBytes_AsStringAndSize(args[1], &bytes, &size) < 0) return NULL;
    PyObject *all = PySequence_Fast(args[0], "a sequence of send buffers");
    if (all == NULL) return NULL;
    for (Py_ssize_t index = 0; index < PySequence_Fast_GET_SIZE(all); index++) {
        PyObject *one = PySequence_Fast_GET_ITEM(all, index);
        if (Py_IS_TYPE(one, &SendBufferType)) {
            add((SendBuffer *)one, bytes, size);
            continue;
        }
        PyObject *result = PyObject_CallMethod(one, "add", "O", args[1]);
        if (result == NULL) {
            Py_DECREF(all);
            return NULL;
        }
        Py_DECREF(result);
    }
    Py_DECREF(all);
    Py_RETURN_NONE;
}

static PyMethodDef module_methods[] = {
    {"add_to_all", (PyCFunction)(void (*)(void))add_to_all, METH_FASTCALL, "Put one packet into every send buffer."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_send_buffer", "The send buffer of media.net.send_buffer in C.", -1, module_methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__send_buffer(void) {
    if (PyType_Ready(&SendBufferType) < 0) return NULL;
    PyObject *made = PyModule_Create(&module);
    if (made == NULL) return NULL;
    if (PyModule_AddObjectRef(made, "SendBuffer", (PyObject *)&SendBufferType) < 0) {
        Py_DECREF(made);
        return NULL;
    }
    return made;
}
