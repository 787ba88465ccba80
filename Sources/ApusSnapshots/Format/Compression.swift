import CZstd

/// zstd, a block at a time, with the contexts kept between blocks.
final class BlockCompressor {
    private let context: OpaquePointer

    init() throws {
        guard let context = ZSTD_createCCtx() else { throw SnapshotError("zstd: out of memory") }
        self.context = context
    }

    deinit { ZSTD_freeCCtx(context) }

    func compress(_ block: [UInt8]) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(block.count)) { target, count in
            let code = ZSTD_compressCCtx(
                context, target.baseAddress, target.count, block, block.count, SnapshotLayout.compressionLevel)
            guard ZSTD_isError(code) == 0 else {
                throw SnapshotError("zstd: \(String(cString: ZSTD_getErrorName(code)))")
            }
            count = code
        }
    }
}

final class BlockDecompressor {
    private let context: OpaquePointer

    init() throws {
        guard let context = ZSTD_createDCtx() else { throw SnapshotError("zstd: out of memory") }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    /// Nil where `bytes` are not one block of `count` bytes.
    func decompress(_ bytes: [UInt8], count expected: Int) -> [UInt8]? {
        var isRight = false
        let block = [UInt8](unsafeUninitializedCapacity: expected) { target, count in
            let code = ZSTD_decompressDCtx(context, target.baseAddress, target.count, bytes, bytes.count)
            isRight = ZSTD_isError(code) == 0 && code == expected
            count = isRight ? expected : 0
        }
        return isRight ? block : nil
    }
}
