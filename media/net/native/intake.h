/* What is noted of a packet that arrived: Upstream.on_packet and IncomingStream.on_level, for the common case. */

#ifndef ATTUNE_INTAKE_H
#define ATTUNE_INTAKE_H

#include "carry.h"

/* Count a packet of this sender; its transport-wide number and its send time are -1 without. Returns -1 with an exception. */
int intake_packet(PyObject *upstream, int number, int send_time, const Arrival *arrival);

/* Take the audio level of a packet of this stream; returns -1 with an exception. */
int intake_level(PyObject *stream, const Arrival *arrival);

#endif
