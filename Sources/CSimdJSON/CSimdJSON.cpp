#include "CSimdJSON.h"

#include <simdjson.h>

#include <memory>
#include <new>

static_assert(csj_padding >= simdjson::SIMDJSON_PADDING, "callers pad by csj_padding");

namespace {

using simdjson::dom::document;
using simdjson::dom::parser;

/// What a thread keeps between two documents. Large inputs are rare (a request may have 3 MiB), so their buffers,
/// which take some fifteen times the input, go back to the allocator at once.
class Pool {
public:
    static constexpr size_t kept_capacity = 32 * 1024;
    static constexpr size_t kept_documents = 2;

    std::unique_ptr<document> take() {
        if (count_ == 0) return std::unique_ptr<document>(new (std::nothrow) document());
        return std::move(documents_[--count_]);
    }

    void give(std::unique_ptr<document> document) {
        if (count_ < kept_documents && document->capacity() <= kept_capacity) {
            documents_[count_++] = std::move(document);
        }
    }

    parser kept_parser;

private:
    std::unique_ptr<document> documents_[kept_documents];
    size_t count_ = 0;
};

thread_local Pool pool;

/// The next power of two, so that a thread's buffers settle after a few documents.
size_t rounded(size_t count) {
    size_t capacity = 4096;
    while (capacity < count) capacity *= 2;
    return capacity;
}

csj_status status(simdjson::error_code code) {
    switch (code) {
    case simdjson::SUCCESS: return csj_ok;
    case simdjson::MEMALLOC:
    case simdjson::CAPACITY: return csj_out_of_memory;
    case simdjson::DEPTH_ERROR: return csj_too_deep;
    case simdjson::UTF8_ERROR: return csj_not_utf8;
    default: return csj_not_json;
    }
}

simdjson::error_code parse(parser &parser, document &document, const uint8_t *bytes, size_t count, size_t depth) {
    const bool large = count > Pool::kept_capacity;
    const size_t capacity = large ? count : rounded(count);
    // simdjson refuses the container whose depth reaches its limit; here the limit itself is still allowed.
    if (parser.capacity() < capacity || parser.max_depth() != depth + 1) {
        const auto error = parser.allocate(capacity, depth + 1);
        if (error != simdjson::SUCCESS) return error;
    }
    if (document.capacity() < capacity) {
        const auto error = document.allocate(capacity);
        if (error != simdjson::SUCCESS) return error;
    }
    return parser.parse_into_document(document, bytes, count, false).error();
}

}  // namespace

csj_status csj_parse(const uint8_t *bytes, size_t count, size_t depth, csj_document *result) {
    auto document = pool.take();
    if (!document) return csj_out_of_memory;
    simdjson::error_code error;
    if (count > Pool::kept_capacity) {
        simdjson::dom::parser parser;
        error = parse(parser, *document, bytes, count, depth);
    } else {
        error = parse(pool.kept_parser, *document, bytes, count, depth);
    }
    if (error != simdjson::SUCCESS) {
        pool.give(std::move(document));
        return status(error);
    }
    result->tape = document->tape.get();
    result->strings = document->string_buf.get();
    result->owner = document.release();
    return csj_ok;
}

void csj_release(csj_document released) {
    pool.give(std::unique_ptr<document>(static_cast<document *>(released.owner)));
}
