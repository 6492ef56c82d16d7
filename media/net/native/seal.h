/* Protects the RTP packets that leave on one connection, where DTLS chose AES-GCM (RFC 7714). */

#ifndef ATTUNE_SEAL_H
#define ATTUNE_SEAL_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>

enum { SALT_BYTES = 12, TAG_BYTES = 16 };

/* More sources than a connection has: 32 slots with sound, pictures and their retransmissions. */
enum { MAX_SOURCES = 128 };

/* Numbers this far behind the newest one of their source are refused: more than are ever sent again. */
enum { SENT_WINDOW = 512 };

/* One source: the highest number so far, the times it wrapped around included (the index of RFC 3711, section 3.3.1). */
typedef struct {
    uint32_t ssrc;
    int is_used;
    int64_t highest;
} Source;

typedef struct {
    PyObject_HEAD
    void *context; /* OpenSSL's, with the key */
    void (*release)(void *context);
    int (*start)(void *context, const void *cipher, void *engine, const unsigned char *key, const unsigned char *nonce);
    int (*update)(void *context, unsigned char *out, int *size, const unsigned char *in, int length);
    int (*finish)(void *context, unsigned char *out, int *size);
    int (*control)(void *context, int what, int argument, void *pointer);
    unsigned char salt[SALT_BYTES];
    Source sources[MAX_SOURCES];
} Seal;

extern PyTypeObject SealType;

/* Protect a packet in place; behind it is room for TAG_BYTES. 0, or -1 when it is none, too old, or of one source too many. */
int seal_packet(Seal *self, unsigned char *packet, int *length);

#endif
