/* The way of one regular packet through a stream: IncomingStream.handle_rtp and what it calls, for the common case. */

#ifndef ATTUNE_CARRY_H
#define ATTUNE_CARRY_H

#include "rtp.h"
#include "shapes.h"

/* A packet that arrived: its bytes, its datagram's size, and when, as Python and C want it. */
typedef struct {
    Rtp rtp;
    int size;
    double now;
    PyObject *now_object;
} Arrival;

enum { UP = 0, CARRIED = 1, FAILED = -1 };

/* Take one packet of a stream.
 *
 * CARRIED: done. UP: something about it is not regular; nothing was changed, and Python has to take it. FAILED: an exception is
 * set. Groups that have packets waiting afterwards are appended to `unsent`.
 */
int carry(PyObject *stream, Arrival *arrival, PyObject *unsent);

/* Call `flush` of everything in this list and empty it; groups are flushed together. Returns -1 with an exception. */
int flush_all(PyObject *unsent);

#endif
