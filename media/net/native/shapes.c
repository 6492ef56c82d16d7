/* See shapes.h. */

#include "shapes.h"

#include <structmember.h>

Shapes shapes;

/* The offset of a slot in the class's objects. */
static int find_slot(PyTypeObject *type, const char *name, Py_ssize_t *offset) {
    PyObject *slot = PyObject_GetAttrString((PyObject *)type, name);
    if (slot == NULL) return -1;
    if (!Py_IS_TYPE(slot, &PyMemberDescr_Type) || ((PyMemberDescrObject *)slot)->d_member->type != T_OBJECT_EX) {
        Py_DECREF(slot);
        PyErr_Format(PyExc_TypeError, "%s.%s is not a slot", type->tp_name, name);
        return -1;
    }
    *offset = ((PyMemberDescrObject *)slot)->d_member->offset;
    Py_DECREF(slot);
    return 0;
}

static PyTypeObject *find_class(PyObject *classes, const char *name) {
    PyObject *found = PyDict_GetItemString(classes, name);
    if (found == NULL || !PyType_Check(found)) {
        PyErr_Format(PyExc_TypeError, "%s is missing", name);
        return NULL;
    }
    return (PyTypeObject *)Py_NewRef(found);
}

int shapes_bind(PyObject *classes) {
    Shapes made = {0};
#define F(name) || find_slot(type, #name, &into->name) < 0
#define CLASS(name, fields) \
    { \
        PyTypeObject *type = find_class(classes, #name); \
        __typeof__(made.name) *into = &made.name; \
        if (type == NULL) return -1; \
        into->type = type; \
        if (0 fields) return -1; \
    }
    SHAPES(CLASS)
#undef CLASS
#undef F
    made.Peer = find_class(classes, "Peer");
    if (made.Peer == NULL) return -1;
    shapes = made;
    return 0;
}

int read_long(PyObject *value, long long *into) {
    int overflow;
    if (value == NULL || !PyLong_CheckExact(value)) return 0;
    *into = PyLong_AsLongLongAndOverflow(value, &overflow);
    return !overflow;
}

int read_double(PyObject *value, double *into) {
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

int read_bool(PyObject *value, int *into) {
    *into = value == Py_True;
    return value == Py_True || value == Py_False;
}

PyObject *long_or_none(int value) { return value < 0 ? Py_NewRef(Py_None) : PyLong_FromLong(value); }

Py_ssize_t list_size(PyObject *value) { return value != NULL && PyList_CheckExact(value) ? PyList_GET_SIZE(value) : -1; }

int put(PyObject **at, PyObject *value) {
    if (value == NULL) return -1;
    PyObject *before = *at;
    *at = value;
    Py_XDECREF(before);
    return 0;
}

int put_long(PyObject **at, long long value) { return put(at, PyLong_FromLongLong(value)); }

int put_double(PyObject **at, double value) { return put(at, PyFloat_FromDouble(value)); }

int put_bool(PyObject **at, int value) { return put(at, Py_NewRef(value ? Py_True : Py_False)); }

int add_long(PyObject **at, long long increment) {
    long long value;
    if (!read_long(*at, &value)) {
        PyErr_SetString(PyExc_TypeError, "a counter is not a number");
        return -1;
    }
    return put_long(at, value + increment);
}
