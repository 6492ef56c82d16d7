/* The end of a wake-up: what waits for all receivers leaves together. */

#include "carry.h"
#include "send_buffer.h"

enum { MAX_BUFFERS = 256 };

typedef struct {
    int count;
    SendBuffer *buffers[MAX_BUFFERS];
} Waiting;

static void flush_waiting(Waiting *waiting) {
    send_buffers_flush(waiting->buffers, waiting->count);
    for (int index = 0; index < waiting->count; index++) Py_DECREF(waiting->buffers[index]);
    waiting->count = 0;
}

static int call_flush(PyObject *what) {
    PyObject *result = PyObject_CallMethod(what, "flush", NULL);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static int add_buffer(Waiting *waiting, PyObject *one) {
    if (!Py_IS_TYPE(one, &SendBufferType)) return call_flush(one);
    SendBuffer *buffer = (SendBuffer *)one;
    if (!buffer->count || buffer->is_queued) return 0;
    if (waiting->count == MAX_BUFFERS) flush_waiting(waiting);
    buffer->is_queued = 1;
    waiting->buffers[waiting->count++] = (SendBuffer *)Py_NewRef(one);
    return 0;
}

/* The send buffers of a group (FanOutGroup.flush); 1 when it is not as expected, so that its own method is called. */
static int add_group(Waiting *waiting, PyObject *group) {
    PyObject *variants = AT(group, FanOutGroup, _variants);
    if (list_size(variants) < 0) return 1;
    if (put_bool(&AT(group, FanOutGroup, _waits), 0) < 0) return -1;
    for (Py_ssize_t index = 0; index < list_size(variants); index++) {
        PyObject *variant = PyList_GET_ITEM(variants, index);
        if (!IS(variant, Variant)) return 1;
        PyObject *send_buffers = Py_XNewRef(AT(variant, Variant, _send_buffers));
        int failed = 0;
        for (Py_ssize_t at = 0; !failed && at < list_size(send_buffers); at++)
            failed = add_buffer(waiting, PyList_GET_ITEM(send_buffers, at));
        Py_XDECREF(send_buffers);
        if (failed) return -1;
    }
    return 0;
}

int flush_all(PyObject *unsent) {
    Waiting waiting = {0};
    int failed = 0;
    for (Py_ssize_t index = 0; failed >= 0 && index < PyList_GET_SIZE(unsent); index++) {
        PyObject *what = Py_NewRef(PyList_GET_ITEM(unsent, index));
        failed = IS(what, FanOutGroup) ? add_group(&waiting, what) : 1;
        if (failed == 1) failed = call_flush(what);
        Py_DECREF(what);
    }
    flush_waiting(&waiting);
    if (failed < 0) return -1;
    return PyList_SetSlice(unsent, 0, PyList_GET_SIZE(unsent), NULL);
}
