// The DOM parser of simdjson (Debian's libsimdjson) for Swift: bytes in, a tape and a string buffer out.
//
// The tape is simdjson's own (its doc/tape.md): 64-bit words, a type letter in the top byte and 56 bits of payload.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many readable bytes must follow the input.
enum { csj_padding = 64 };

typedef enum csj_status {
    csj_ok = 0,
    csj_out_of_memory = 1,
    /// Containers nest deeper than was allowed.
    csj_too_deep = 2,
    /// The input is not UTF-8.
    csj_not_utf8 = 3,
    /// The input is not JSON, or has a number that no 64-bit integer or double holds.
    csj_not_json = 4,
} csj_status;

/// A parsed document; its words and strings stay where they are until `csj_release`.
typedef struct csj_document {
    const uint64_t *tape;
    const uint8_t *strings;
    /// What owns the memory; only this bridge looks inside.
    void *owner;
} csj_document;

/// Parses `count` bytes, behind which `csj_padding` bytes can be read, and fills `result` where it returns `csj_ok`.
///
/// Any thread may call. A thread keeps its parser and a few small documents for reuse until it ends.
csj_status csj_parse(const uint8_t *bytes, size_t count, size_t depth, csj_document *result);

/// Gives the document back. Any thread may call, once for each document.
void csj_release(csj_document document);

#ifdef __cplusplus
}
#endif
