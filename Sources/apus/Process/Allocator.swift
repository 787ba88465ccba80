import CLinux

/// How the C library's allocator treats a server's threads.
enum Allocator {
    /// Each thread's heap grows by a megabyte at a time and keeps a few free ones. By default it grows and shrinks by
    /// pages, with a system call each time, which showed in the profile of creates. What is not touched takes no memory.
    static func tune() {
        mallopt(M_TOP_PAD, 1 << 20)
        mallopt(M_TRIM_THRESHOLD, 4 << 20)
    }
}
