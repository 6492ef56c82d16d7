/* The send buffer of media/net/send_buffer.py in C: packets of one connection that will leave together. */

#ifndef ATTUNE_SEND_BUFFER_H
#define ATTUNE_SEND_BUFFER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <sys/socket.h>

/* Room that libsrtp needs behind a packet, the longest packet, and the bounds of media/net/segments.py. */
enum { TRAILER_BYTES = 144, LONGEST_BYTES = 1500, MAX_WAITING = 1024, MAX_SEGMENTS = 48, MAX_BYTES = 60000 };

/* Without a seal libsrtp protects. It searches a session's sources one by one, so the slots have sessions of their own (`slot_ssrc`
 * of media/sdp/profile.py). A source is always in the same one: its numbers are used once. */
enum { MAX_SESSIONS = 32, SLOT_SHIFT = 4 };

/* KEPT_NUMBERS of media/net/transport_numbers.py. */
enum { KEPT_NUMBERS = 2048 };

/* What left under one transport-wide number; `sent_at` is 0 until it did, and for what left twice. */
typedef struct {
    double sent_at;
    uint32_t ssrc;
    uint16_t sequence, size;
} Sent;

typedef int (*protect_t)(void *session, void *packet, int *length);

typedef struct {
    PyObject_HEAD
    PyObject *seal;        /* protects what is added; NULL where libsrtp does */
    PyObject *open;        /* makes an SRTP session: its address, and its owner */
    PyObject *owners;      /* of those made */
    PyObject *find_socket; /* turns a path into a descriptor and a struct sockaddr, or None where it is no UDP socket */
    PyObject *path;        /* whose send_all is called where it is none */
    void *sessions[MAX_SESSIONS];
    protect_t protect;
    unsigned char *buffer;
    Py_ssize_t capacity, end;
    int fd, count, segments; /* fd is -1 where no UDP socket is aimed at */
    int is_broken, is_queued; /* during a flush: the kernel refused a packet; it is in the list */
    socklen_t address_bytes;
    struct sockaddr_storage address;
    unsigned short sizes[MAX_WAITING];
    int numbered;          /* of those that wait */
    Sent *sent;
    long long number, packets, octets, refused, failed;
} SendBuffer;

extern PyTypeObject SendBufferType;

/* Protect one RTP packet behind those that wait; `again`: it was added before, so the same bytes leave. */
void send_buffer_add(SendBuffer *self, const unsigned char *plain, Py_ssize_t size, int again);

/* Forget what waits. */
void send_buffer_empty(SendBuffer *self);

/* Note when everything numbered that waited has left. */
void send_buffer_note_sent(SendBuffer *self, double now);

/* The same for any object with a method `add`; returns -1 with an exception.
 *
 * `*object` is the packet as a Python object, made when the first object needs it; whoever has it releases it.
 */
int send_buffer_add_any(PyObject *one, const unsigned char *plain, Py_ssize_t size, PyObject **object);

/* How many packets wait in all of them. */
int send_buffers_waiting(void);

/* Send what waits in each of these, in as few system calls as the system allows. */
void send_buffers_flush(SendBuffer **all, int count);

#endif
