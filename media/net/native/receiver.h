/* The worker's socket, read in C; see receiver.c. */

#ifndef ATTUNE_RECEIVER_H
#define ATTUNE_RECEIVER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern PyTypeObject ReceiverType;

#endif
