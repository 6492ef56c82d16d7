/* One function of libsrtp with one session: what media/net/srtp.py does with a packet, in C. */

#ifndef ATTUNE_SRTP_H
#define ATTUNE_SRTP_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* The longest packet, and the room that libsrtp needs behind it. */
enum { MAX_PACKET_BYTES = 1500, MAX_TRAILER_BYTES = 148 };

extern PyTypeObject PacketFunctionType;

/* Apply such a function, or any other that raises for a bad packet, and write the result, at most MAX_PACKET_BYTES, into `into`.
 *
 * Returns its size; -1 when the packet is bad: no exception is set.
 */
int apply(PyObject *function, const unsigned char *data, int size, unsigned char *into);

#endif
