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
    shapes = made;
    return 0;
}

int add_long(PyObject **at, long long increment) {
    long long value;
    if (!read_long(*at, &value)) {
        PyErr_SetString(PyExc_TypeError, "a counter is not a number");
        return -1;
    }
    return put_long(at, value + increment);
}
