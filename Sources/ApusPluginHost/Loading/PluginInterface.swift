public import CApusPlugin

/// An interface that this host knows: its id, the type of its vtable, and the names of the functions in it, in order.
public struct PluginInterface<Table>: Sendable {
    public let id: String
    let shape: InterfaceShape

    init(_ id: String, _ functions: [String]) {
        self.id = id
        shape = InterfaceShape(id: id, functions: functions)
    }
}

/// An interface without its type, to check vtables by.
struct InterfaceShape: Sendable {
    /// Where the first function lies: behind `size` and `reserved`.
    static let firstFunction = 8

    let id: String
    let functions: [String]

    /// What is wrong with a vtable; nil when it is complete.
    func flaw(of table: UnsafeRawPointer) -> String? {
        let needed = Self.firstFunction + functions.count * MemoryLayout<UnsafeRawPointer>.size
        let size = table.load(as: UInt32.self)
        if size < needed { return "interface \(id): the vtable has \(size) bytes, not \(needed)" }
        for (index, name) in functions.enumerated() {
            let offset = Self.firstFunction + index * MemoryLayout<UnsafeRawPointer>.size
            if table.load(fromByteOffset: offset, as: UInt.self) == 0 {
                return "interface \(id): function \(name) is missing"
            }
        }
        return nil
    }

    /// All interfaces that this host knows, by id.
    static let known: [String: InterfaceShape] = Dictionary(
        uniqueKeysWithValues: [
            PluginInterface.runtime.shape, PluginInterface.imageStore.shape, PluginInterface.preFilter.shape,
            PluginInterface.filter.shape, PluginInterface.preScore.shape, PluginInterface.score.shape,
            PluginInterface.normalize.shape,
        ].map { ($0.id, $0) })
}

extension PluginInterface where Table == apus_runtime_draft {
    public static var runtime: Self { Self(APUS_RUNTIME_DRAFT_1, ["call", "stream", "events", "cancel"]) }
}

extension PluginInterface where Table == apus_image_store {
    public static var imageStore: Self {
        Self(APUS_IMAGE_STORE_1, ["import_archive", "pack", "list", "export_archive", "remove"])
    }
}

extension PluginInterface where Table == apus_scheduler_pre_filter_draft {
    public static var preFilter: Self {
        Self(APUS_SCHEDULER_PRE_FILTER_DRAFT_1, ["pre_filter", "clone_cycle", "free_cycle"])
    }
}

extension PluginInterface where Table == apus_scheduler_filter_draft {
    public static var filter: Self { Self(APUS_SCHEDULER_FILTER_DRAFT_1, ["filter"]) }
}

extension PluginInterface where Table == apus_scheduler_pre_score_draft {
    public static var preScore: Self {
        Self(APUS_SCHEDULER_PRE_SCORE_DRAFT_1, ["pre_score", "clone_cycle", "free_cycle"])
    }
}

extension PluginInterface where Table == apus_scheduler_score_draft {
    public static var score: Self { Self(APUS_SCHEDULER_SCORE_DRAFT_1, ["score"]) }
}

extension PluginInterface where Table == apus_scheduler_normalize_draft {
    public static var normalize: Self { Self(APUS_SCHEDULER_NORMALIZE_DRAFT_1, ["normalize"]) }
}
