#pragma once
#include <zlib.h>

// zlib's initializers are macros that pass the version, which Swift does not see.
static inline int apus_inflate_init(z_stream *stream) { return inflateInit(stream); }
static inline int apus_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }
static inline int apus_gzip_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
}
