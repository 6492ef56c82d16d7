/* See seal.h.
 *
 * OpenSSL does the encryption; what is here is which bytes of a packet are encrypted, and the nonce. A nonce is the source and
 * the number of a packet, so it is used twice only if two packets leave under one number, which `media.peer` rules out, as it
 * has to for libsrtp, too. A source is never forgotten: its numbers go on for as long as the key lives.
 */

#include "seal.h"

#include <string.h>

/* EVP_CTRL_AEAD_GET_TAG of OpenSSL. */
enum { GET_TAG = 0x10 };
enum { FIXED_BYTES = 12, HALF = 1 << 15, CIRCLE = 1 << 16 };

/* Where the payload starts (RFC 3550, section 5.1), or -1 where the packet is too short for what it says. */
static int payload_at(const unsigned char *packet, int length) {
    if (length < FIXED_BYTES) return -1;
    int at = FIXED_BYTES + 4 * (packet[0] & 0x0F);
    if (packet[0] & 0x10) {
        if (at + 4 > length) return -1;
        at += 4 + 4 * (packet[at + 2] << 8 | packet[at + 3]);
    }
    return at > length ? -1 : at;
}

/* A number without wrap-around, near the highest one (RFC 3711, appendix A); before the first half circle there was none. */
static int64_t index_of(int64_t highest, int sequence) {
    if (highest <= HALF) return sequence;
    int64_t circles = highest / CIRCLE;
    int last = (int)(highest % CIRCLE);
    if (last < HALF && sequence - last > HALF) circles--;
    else if (last >= HALF && last - HALF > sequence) circles++;
    return circles * CIRCLE + sequence;
}

/* The entry of a source, new ones with nothing sent; NULL when there are too many. */
static Source *source_of(Seal *self, uint32_t ssrc) {
    for (unsigned tried = 0; tried < MAX_SOURCES; tried++) {
        Source *source = &self->sources[(ssrc + tried) % MAX_SOURCES];
        if (!source->is_used) *source = (Source){ssrc, 1, 0};
        if (source->ssrc == ssrc) return source;
    }
    return NULL;
}

int seal_packet(Seal *self, unsigned char *packet, int *length) {
    int at = payload_at(packet, *length), size;
    if (at < 0) return -1;
    uint32_t ssrc = (uint32_t)packet[8] << 24 | (uint32_t)packet[9] << 16 | (uint32_t)packet[10] << 8 | packet[11];
    Source *source = source_of(self, ssrc);
    if (source == NULL) return -1;
    int64_t index = index_of(source->highest, packet[2] << 8 | packet[3]);
    if (index <= source->highest - SENT_WINDOW) return -1;
    unsigned char nonce[SALT_BYTES];
    memcpy(nonce, self->salt, SALT_BYTES);
    for (int byte = 0; byte < 4; byte++) nonce[2 + byte] ^= packet[8 + byte];
    for (int byte = 0; byte < 6; byte++) nonce[6 + byte] ^= (unsigned char)(index >> (40 - 8 * byte));
    if (self->start(self->context, NULL, NULL, NULL, nonce) != 1 || self->update(self->context, NULL, &size, packet, at) != 1 ||
        self->update(self->context, packet + at, &size, packet + at, *length - at) != 1 ||
        self->finish(self->context, packet + *length, &size) != 1 ||
        self->control(self->context, GET_TAG, TAG_BYTES, packet + *length) != 1)
        return -1;
    if (index > source->highest) source->highest = index;
    *length += TAG_BYTES;
    return 0;
}

/* OpenSSL is not linked: the addresses of its functions come from pylibsrtp's, as libsrtp's do. */
static int seal_init(Seal *self, PyObject *args, PyObject *keywords) {
    unsigned long long make, release, cipher, start, update, finish, control;
    const char *key, *salt;
    Py_ssize_t key_bytes, salt_bytes;
    if (self->context != NULL || (keywords != NULL && PyDict_GET_SIZE(keywords))) {
        PyErr_SetString(PyExc_TypeError, "no keywords, and only once");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "(KKKKKKK)y#y#", &make, &release, &cipher, &start, &update, &finish, &control, &key, &key_bytes,
                          &salt, &salt_bytes))
        return -1;
    if ((key_bytes != 16 && key_bytes != 32) || salt_bytes != SALT_BYTES) {
        PyErr_SetString(PyExc_ValueError, "key or salt");
        return -1;
    }
    self->release = (void (*)(void *))(uintptr_t)release;
    self->start = (int (*)(void *, const void *, void *, const unsigned char *, const unsigned char *))(uintptr_t)start;
    self->update = (int (*)(void *, unsigned char *, int *, const unsigned char *, int))(uintptr_t)update;
    self->finish = (int (*)(void *, unsigned char *, int *))(uintptr_t)finish;
    self->control = (int (*)(void *, int, int, void *))(uintptr_t)control;
    memcpy(self->salt, salt, SALT_BYTES);
    self->context = ((void *(*)(void))(uintptr_t)make)();
    const void *chosen = ((const void *(*)(void))(uintptr_t)cipher)();
    if (self->context == NULL || self->start(self->context, chosen, NULL, (const unsigned char *)key, NULL) != 1) {
        PyErr_SetString(PyExc_ValueError, "the cipher did not start");
        return -1;
    }
    return 0;
}

static void seal_dealloc(Seal *self) {
    if (self->context != NULL) self->release(self->context);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *seal_protect(Seal *self, PyObject *plain) {
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(plain, &bytes, &size) < 0) return NULL;
    if (self->context == NULL || size > 0xFFFF) Py_RETURN_NONE;
    PyObject *made = PyBytes_FromStringAndSize(NULL, size + TAG_BYTES);
    if (made == NULL) return NULL;
    int length = (int)size;
    memcpy(PyBytes_AS_STRING(made), bytes, (size_t)size);
    if (seal_packet(self, (unsigned char *)PyBytes_AS_STRING(made), &length) == 0) return made;
    Py_DECREF(made);
    Py_RETURN_NONE;
}

static PyMethodDef seal_methods[] = {
    {"protect", (PyCFunction)seal_protect, METH_O, "Protect one RTP packet; None when it is refused."},
    {NULL, NULL, 0, NULL},
};

PyTypeObject SealType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "media.net.native._packets.Seal",
    .tp_doc = "AES-GCM for the RTP of one connection; see media.net.srtp.",
    .tp_basicsize = sizeof(Seal),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)seal_init,
    .tp_dealloc = (destructor)seal_dealloc,
    .tp_methods = seal_methods,
};
