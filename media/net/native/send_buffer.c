/* The send buffer: the work done once per packet and receiver.
 *
 * Same methods, same results as SendBufferInPython; tests/media/net/test_send_buffer.py covers both. libsrtp is not linked: the
 * address of its srtp_protect, and of the session, come from pylibsrtp, which stays alive with the send buffer.
 */

#include "send_buffer.h"

#include <string.h>
#include <structmember.h>

void send_buffer_add(SendBuffer *self, const unsigned char *plain, Py_ssize_t size) {
    if (self->end > self->capacity - LONGEST_BYTES - TRAILER_BYTES || self->count == MAX_WAITING)
        send_buffers_flush(&self, 1);
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

int send_buffer_add_any(PyObject *one, const unsigned char *plain, Py_ssize_t size, PyObject **object) {
    if (Py_IS_TYPE(one, &SendBufferType)) {
        send_buffer_add((SendBuffer *)one, plain, size);
        return 0;
    }
    if (*object == NULL) *object = PyBytes_FromStringAndSize((const char *)plain, size);
    if (*object == NULL) return -1;
    PyObject *result = PyObject_CallMethod(one, "add", "O", *object);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static int send_buffer_init(SendBuffer *self, PyObject *args, PyObject *keywords) {
    unsigned long long session, protect;
    if (keywords != NULL && PyDict_GET_SIZE(keywords)) {
        PyErr_SetString(PyExc_TypeError, "no keywords");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "iKKnOO", &self->fd, &session, &protect, &self->capacity, &self->keep, &self->pack)) {
        self->keep = self->pack = NULL;
        return -1;
    }
    Py_INCREF(self->keep);
    Py_INCREF(self->pack);
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
    Py_XDECREF(self->pack);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *send_buffer_aim(SendBuffer *self, PyObject *address) {
    char *bytes;
    Py_ssize_t size;
    self->has_address = 0;
    if (address == Py_None) Py_RETURN_NONE;
    PyObject *packed = PyObject_CallOneArg(self->pack, address);
    if (packed == NULL) return NULL;
    if (PyBytes_AsStringAndSize(packed, &bytes, &size) < 0 || size > (Py_ssize_t)sizeof self->address) {
        Py_DECREF(packed);
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "address");
        return NULL;
    }
    memcpy(&self->address, bytes, (size_t)size);
    self->address_bytes = (socklen_t)size;
    self->has_address = 1;
    Py_DECREF(packed);
    Py_RETURN_NONE;
}

static PyObject *add_method(SendBuffer *self, PyObject *plain) {
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(plain, &bytes, &size) < 0) return NULL;
    send_buffer_add(self, (unsigned char *)bytes, size);
    Py_RETURN_NONE;
}

static PyObject *flush_method(SendBuffer *self, PyObject *Py_UNUSED(ignored)) {
    send_buffers_flush(&self, 1);
    Py_RETURN_NONE;
}

static PyMethodDef send_buffer_methods[] = {
    {"aim", (PyCFunction)send_buffer_aim, METH_O, "Send there from now on; None drops what waits."},
    {"add", (PyCFunction)add_method, METH_O, "Protect one RTP packet behind those that wait."},
    {"flush", (PyCFunction)flush_method, METH_NOARGS, "Send what waits."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef send_buffer_members[] = {
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
