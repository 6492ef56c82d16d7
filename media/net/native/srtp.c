/* See srtp.h. */

#include "srtp.h"

#include <string.h>

typedef int (*srtp_t)(void *session, void *packet, int *length);

typedef struct {
    PyObject_HEAD
    PyObject *keep;  /* the SRTP session's owner */
    PyObject *error; /* raised for a bad packet */
    void *session;
    srtp_t function;
} PacketFunction;

/* `into` has MAX_TRAILER_BYTES more than a packet. */
static int apply_here(PacketFunction *self, const unsigned char *data, Py_ssize_t size, unsigned char *into) {
    if (size < 0 || size > MAX_PACKET_BYTES || self->function == NULL) return -1;
    int length = (int)size;
    memcpy(into, data, (size_t)size);
    return self->function(self->session, into, &length) ? -1 : length;
}

int apply(PyObject *function, const unsigned char *data, int size, unsigned char *into) {
    if (Py_IS_TYPE(function, &PacketFunctionType)) return apply_here((PacketFunction *)function, data, size, into);
    PyObject *given = PyBytes_FromStringAndSize((const char *)data, size);
    PyObject *made = given == NULL ? NULL : PyObject_CallOneArg(function, given);
    int length = -1;
    if (made != NULL && PyBytes_CheckExact(made) && PyBytes_GET_SIZE(made) <= MAX_PACKET_BYTES) {
        length = (int)PyBytes_GET_SIZE(made);
        memcpy(into, PyBytes_AS_STRING(made), (size_t)length);
    }
    PyErr_Clear();
    Py_XDECREF(given);
    Py_XDECREF(made);
    return length;
}

static int packet_function_init(PacketFunction *self, PyObject *args, PyObject *keywords) {
    unsigned long long session, function;
    PyObject *keep, *error;
    if (keywords != NULL && PyDict_GET_SIZE(keywords)) {
        PyErr_SetString(PyExc_TypeError, "no keywords");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "KKOO", &session, &function, &keep, &error)) return -1;
    Py_XSETREF(self->keep, Py_NewRef(keep));
    Py_XSETREF(self->error, Py_NewRef(error));
    self->session = (void *)(uintptr_t)session;
    self->function = (srtp_t)(uintptr_t)function;
    return 0;
}

static void packet_function_dealloc(PacketFunction *self) {
    Py_XDECREF(self->keep);
    Py_XDECREF(self->error);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *packet_function_call(PacketFunction *self, PyObject *args, PyObject *Py_UNUSED(keywords)) {
    const char *data;
    Py_ssize_t size;
    unsigned char made[MAX_PACKET_BYTES + MAX_TRAILER_BYTES];
    if (!PyArg_ParseTuple(args, "y#", &data, &size)) return NULL;
    int length = apply_here(self, (const unsigned char *)data, size, made);
    if (length < 0) {
        PyErr_SetNone(self->error == NULL ? PyExc_ValueError : self->error);
        return NULL;
    }
    return PyBytes_FromStringAndSize((const char *)made, length);
}

PyTypeObject PacketFunctionType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "media.net.native._packets.PacketFunction",
    .tp_doc = "A function of libsrtp, applied to one packet after the other.",
    .tp_basicsize = sizeof(PacketFunction),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)packet_function_init,
    .tp_dealloc = (destructor)packet_function_dealloc,
    .tp_call = (ternaryfunc)packet_function_call,
};
