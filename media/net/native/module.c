/* The Python module `media.net.native._packets`. */

#include "carry.h"
#include "receiver.h"
#include "seal.h"
#include "send_buffer.h"
#include "srtp.h"

/* Any object with a method `add` may be in the list; send buffers in C are filled without a Python call. */
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
    PyObject *packet = args[1];
    int failed = 0;
    for (Py_ssize_t index = 0; !failed && index < PySequence_Fast_GET_SIZE(all); index++)
        failed = send_buffer_add_any(PySequence_Fast_GET_ITEM(all, index), (unsigned char *)bytes, size, &packet);
    Py_DECREF(all);
    if (failed) return NULL;
    Py_RETURN_NONE;
}

static PyObject *flush_method(PyObject *Py_UNUSED(module), PyObject *unsent) {
    if (!PyList_CheckExact(unsent)) {
        PyErr_SetString(PyExc_TypeError, "a list");
        return NULL;
    }
    if (flush_all(unsent) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *bind_classes(PyObject *Py_UNUSED(module), PyObject *classes) {
    if (!PyDict_CheckExact(classes)) {
        PyErr_SetString(PyExc_TypeError, "a dictionary of classes");
        return NULL;
    }
    if (shapes_bind(classes) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"add_to_all", (PyCFunction)(void (*)(void))add_to_all, METH_FASTCALL, "Put one packet into every send buffer."},
    {"flush_all", flush_method, METH_O, "Flush everything in a list and empty it."},
    {"bind", bind_classes, METH_O, "Name the classes whose objects the receiver reads and writes."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_packets", "The packet path in C; see media.net.native.", -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__packets(void) {
    if (PyType_Ready(&SendBufferType) < 0 || PyType_Ready(&PacketFunctionType) < 0 || PyType_Ready(&ReceiverType) < 0 ||
        PyType_Ready(&SealType) < 0)
        return NULL;
    PyObject *made = PyModule_Create(&module);
    if (made == NULL) return NULL;
    if (PyModule_AddObjectRef(made, "SendBuffer", (PyObject *)&SendBufferType) < 0 ||
        PyModule_AddObjectRef(made, "PacketFunction", (PyObject *)&PacketFunctionType) < 0 ||
        PyModule_AddObjectRef(made, "Receiver", (PyObject *)&ReceiverType) < 0 ||
        PyModule_AddObjectRef(made, "Seal", (PyObject *)&SealType) < 0) {
        Py_DECREF(made);
        return NULL;
    }
    return made;
}
