import Testing

/// Drives a real `apus` with clients and containers that this project did not write. Needs root, and cleans up.
@Suite(.serialized, .enabled(if: isRoot, "needs root: it runs containers and writes network rules"))
struct ClusterTests {}
