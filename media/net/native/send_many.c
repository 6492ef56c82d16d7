/* Sending: neighbours of one size leave as one message (UDP_SEGMENT), and many messages in one system call (sendmmsg). */

#define _GNU_SOURCE
#include "send_buffer.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>
#include <time.h>

#ifndef SOL_UDP
#define SOL_UDP 17
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum { MAX_MESSAGES = 64 };

/* Messages on their way to one system call. Static: only whoever holds the interpreter's lock sends. */
static struct {
    int count;
    SendBuffer *of[MAX_MESSAGES];
    struct mmsghdr messages[MAX_MESSAGES];
    struct iovec parts[MAX_MESSAGES];
    union {
        char bytes[CMSG_SPACE(sizeof(unsigned short))];
        struct cmsghdr align;
    } controls[MAX_MESSAGES];
} batch;

static void put_message(SendBuffer *self, const unsigned char *at, size_t total, int count, unsigned short size) {
    int index = batch.count++;
    struct msghdr *message = &batch.messages[index].msg_hdr;
    batch.of[index] = self;
    batch.parts[index] = (struct iovec){(void *)at, total};
    memset(message, 0, sizeof *message);
    message->msg_name = &self->address;
    message->msg_namelen = self->address_bytes;
    message->msg_iov = &batch.parts[index];
    message->msg_iovlen = 1;
    if (count == 1) return;
    memset(&batch.controls[index], 0, sizeof batch.controls[index]);
    message->msg_control = batch.controls[index].bytes;
    message->msg_controllen = sizeof batch.controls[index].bytes;
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    header->cmsg_level = SOL_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof size);
    memcpy(CMSG_DATA(header), &size, sizeof size);
}

/* Like SegmentedSend: one by one where the system has no segments, or this path needs smaller datagrams. */
static int send_one_by_one(SendBuffer *self, struct msghdr *message, int error) {
    if (message->msg_control == NULL) return error;
    if (error == EIO || error == EINVAL || error == ENOPROTOOPT || error == EOPNOTSUPP)
        self->segments = 0;
    else if (error != EMSGSIZE)
        return error;
    unsigned short size;
    memcpy(&size, CMSG_DATA(CMSG_FIRSTHDR(message)), sizeof size);
    const char *at = message->msg_iov->iov_base;
    for (size_t left = message->msg_iov->iov_len; left;) {
        size_t part = left < size ? left : size;
        if (sendto(self->fd, at, part, MSG_DONTWAIT, (struct sockaddr *)&self->address, self->address_bytes) < 0)
            return errno;
        at += part;
        left -= part;
    }
    return 0;
}

static void send_batch(void) {
    for (int at = 0; at < batch.count;) {
        SendBuffer *first = batch.of[at];
        if (first->is_broken) {
            at++;
            continue;
        }
        int end = at + 1;
        while (end < batch.count && batch.of[end]->fd == first->fd) end++;
        int sent = sendmmsg(first->fd, batch.messages + at, (unsigned)(end - at), MSG_DONTWAIT);
        if (sent > 0) {
            at += sent;
            continue;
        }
        /* The first of them was refused; what follows it to the same receiver is dropped. */
        if (send_one_by_one(first, &batch.messages[at].msg_hdr, sent < 0 ? errno : EIO)) first->is_broken = 1;
        at++;
    }
    batch.count = 0;
}

/* Split what waits into runs of equal size, the last of which may be shorter: one message each. */
static void put_runs(SendBuffer *self) {
    const unsigned char *at = self->buffer;
    int start = 0, longest = self->segments ? MAX_SEGMENTS : 1;
    while (start < self->count) {
        unsigned short size = self->sizes[start];
        Py_ssize_t total = size;
        int end = start + 1;
        while (end < self->count && end - start < longest) {
            unsigned short following = self->sizes[end];
            if (following > size || total + following > MAX_BYTES) break;
            total += following;
            end++;
            if (following < size) break;
        }
        if (batch.count == MAX_MESSAGES) send_batch();
        put_message(self, at, (size_t)total, end - start, size);
        at += total;
        start = end;
    }
}

static double monotonic(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* After the system calls: count what left. */
static void settle(SendBuffer *self, double now) {
    if (self->is_broken) {
        self->refused += self->count;
    } else if (self->fd >= 0) {
        self->packets += self->count;
        self->octets += self->end;
        send_buffer_note_sent(self, now);
    }
    send_buffer_empty(self);
}

/* Give everything to a path that is no UDP socket. What it does may aim this send buffer elsewhere, or end it: so the path is
 * held, and what it gets is a copy. */
static void send_on_path(SendBuffer *self) {
    int count = self->count, numbered = self->numbered;
    Py_ssize_t bytes = self->end;
    long long number = self->number;
    PyObject *done = NULL, *path = Py_NewRef(self->path), *sizes = PyList_New(count);
    PyObject *waiting = PyBytes_FromStringAndSize((char *)self->buffer, bytes);
    for (int index = 0; sizes != NULL && index < count; index++) {
        PyObject *size = PyLong_FromLong(self->sizes[index]);
        if (size == NULL) Py_CLEAR(sizes);
        else PyList_SET_ITEM(sizes, index, size);
    }
    send_buffer_empty(self);
    if (waiting != NULL && sizes != NULL) done = PyObject_CallMethod(path, "send_all", "OO", waiting, sizes);
    PyErr_Clear();
    if (done == NULL) {
        self->refused += count;
    } else {
        self->packets += count;
        self->octets += bytes;
        if (self->number == number) {
            self->numbered = numbered;
            send_buffer_note_sent(self, monotonic());
            self->numbered = 0;
        }
    }
    Py_XDECREF(done);
    Py_XDECREF(waiting);
    Py_XDECREF(sizes);
    Py_DECREF(path);
}

void send_buffers_flush(SendBuffer **all, int count) {
    for (int index = 0; index < count; index++) {
        SendBuffer *self = all[index];
        self->is_broken = self->is_queued = 0;
        if (self->fd >= 0) put_runs(self);
    }
    send_batch();
    double now = monotonic();
    for (int index = 0; index < count; index++)
        if (all[index]->path == NULL) settle(all[index], now);
    /* Last, because this is Python: it may flush others. */
    for (int index = 0; index < count; index++)
        if (all[index]->path != NULL && all[index]->count) send_on_path(all[index]);
}
