/* One packet to all groups of a stream: FanOut.forward and what it calls, for the newest packet and settled receivers. */

#ifndef ATTUNE_FAN_OUT_H
#define ATTUNE_FAN_OUT_H

#include "carry.h"

enum { MAX_GROUPS = 64 };

/* What is known of a group once its packet was found regular. */
typedef struct {
    PyObject *group;
    long long out; /* the extended number under which it will be sent */
    uint32_t timestamp, ssrc;
    int picture_delta, tl0_delta;
} GroupPlan;

typedef struct {
    int count, primary_at; /* of a RED packet's own sound */
    GroupPlan groups[MAX_GROUPS];
} FanOutPlan;

/* Whether every group can take the packet the regular way; changes nothing. The groups are held until fan_out_release. */
int fan_out_plan(PyObject *fan_out, const Arrival *arrival, long long extended, FanOutPlan *plan);

/* Send it to all of them; returns -1 with an exception. `descriptor` is NULL for sound, and for pictures without one. */
int fan_out_send(const FanOutPlan *plan, Arrival *arrival, const Descriptor *descriptor, PyObject *unsent);

void fan_out_release(FanOutPlan *plan);

#endif
