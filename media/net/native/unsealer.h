/* Checks and decrypts SRTP packets, like Unsealer of media/net/srtp.py. */

#ifndef ATTUNE_UNSEALER_H
#define ATTUNE_UNSEALER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* The longest packet that pylibsrtp takes. */
enum { UNSEALED_BYTES = 1500 };

extern PyTypeObject UnsealerType;

/* Decrypt `data` into `into`, which has UNSEALED_BYTES, with any function that raises for a bad packet; returns its size.
 *
 * -1: the packet is bad; no exception is set.
 */
int unseal(PyObject *unprotect, const unsigned char *data, int size, unsigned char *into);

#endif
