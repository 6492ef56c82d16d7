/* See unsealer.h. */

#include "unsealer.h"

#include <string.h>

typedef int (*unprotect_t)(void *session, void *packet, int *length);

typedef struct {
    PyObject_HEAD
    PyObject *keep;  /* the SRTP session's owner */
    PyObject *error; /* raised for a bad packet */
    void *session;
    unprotect_t unprotect;
} Unsealer;

static int unseal_here(Unsealer *self, const unsigned char *data, Py_ssize_t size, unsigned char *into) {
    if (size < 0 || size > UNSEALED_BYTES || self->unprotect == NULL) return -1;
    int length = (int)size;
    memcpy(into, data, (size_t)size);
    return self->unprotect(self->session, into, &length) ? -1 : length;
}

int unseal(PyObject *unprotect, const unsigned char *data, int size, unsigned char *into) {
    if (Py_IS_TYPE(unprotect, &UnsealerType)) return unseal_here((Unsealer *)unprotect, data, size, into);
    PyObject *sealed = PyBytes_FromStringAndSize((const char *)data, size);
    PyObject *plain = sealed == NULL ? NULL : PyObject_CallOneArg(unprotect, sealed);
    int length = -1;
    if (plain != NULL && PyBytes_CheckExact(plain) && PyBytes_GET_SIZE(plain) <= UNSEALED_BYTES) {
        length = (int)PyBytes_GET_SIZE(plain);
        memcpy(into, PyBytes_AS_STRING(plain), (size_t)length);
    }
    PyErr_Clear();
    Py_XDECREF(sealed);
    Py_XDECREF(plain);
    return length;
}

static int unsealer_init(Unsealer *self, PyObject *args, PyObject *keywords) {
    unsigned long long session, unprotect;
    PyObject *keep, *error;
    if (keywords != NULL && PyDict_GET_SIZE(keywords)) {
        PyErr_SetString(PyExc_TypeError, "no keywords");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "KKOO", &session, &unprotect, &keep, &error)) return -1;
    Py_XSETREF(self->keep, Py_NewRef(keep));
    Py_XSETREF(self->error, Py_NewRef(error));
    self->session = (void *)(uintptr_t)session;
    self->unprotect = (unprotect_t)(uintptr_t)unprotect;
    return 0;
}

static void unsealer_dealloc(Unsealer *self) {
    Py_XDECREF(self->keep);
    Py_XDECREF(self->error);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *unsealer_call(Unsealer *self, PyObject *args, PyObject *Py_UNUSED(keywords)) {
    const char *data;
    Py_ssize_t size;
    unsigned char plain[UNSEALED_BYTES];
    if (!PyArg_ParseTuple(args, "y#", &data, &size)) return NULL;
    int length = unseal_here(self, (const unsigned char *)data, size, plain);
    if (length < 0) {
        PyErr_SetNone(self->error == NULL ? PyExc_ValueError : self->error);
        return NULL;
    }
    return PyBytes_FromStringAndSize((const char *)plain, length);
}

PyTypeObject UnsealerType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "media.net.native._packets.Unsealer",
    .tp_doc = "A function that checks and decrypts one SRTP packet.",
    .tp_basicsize = sizeof(Unsealer),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)unsealer_init,
    .tp_dealloc = (destructor)unsealer_dealloc,
    .tp_call = (ternaryfunc)unsealer_call,
};
