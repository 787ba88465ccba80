import CApusPlugin

/// The vtables that the kit offers, one of each, for all components of the library.
final class InterfaceTables: @unchecked Sendable {  // written only in `init`
    private let preFilter = allocated(preFilterTable)
    private let filter = allocated(filterTable)
    private let preScore = allocated(preScoreTable)
    private let score = allocated(scoreTable)
    private let normalize = allocated(normalizeTable)
    private let runtime = allocated(runtimeTable)
    private let imageStore = allocated(imageStoreTable)

    /// The vtable of interface `id`; nil where `component` does not conform to the protocol behind it.
    func table(_ id: String, for component: any Component.Type) -> UnsafeRawPointer? {
        switch id {
        case APUS_SCHEDULER_PRE_FILTER_DRAFT_1: component is any PreFilterComponent.Type ? preFilter : nil
        case APUS_SCHEDULER_FILTER_DRAFT_1: component is any FilterComponent.Type ? filter : nil
        case APUS_SCHEDULER_PRE_SCORE_DRAFT_1: component is any PreScoreComponent.Type ? preScore : nil
        case APUS_SCHEDULER_SCORE_DRAFT_1: component is any ScoreComponent.Type ? score : nil
        case APUS_SCHEDULER_NORMALIZE_DRAFT_1: component is any NormalizeComponent.Type ? normalize : nil
        case APUS_RUNTIME_DRAFT_1: component is any RuntimeComponent.Type ? runtime : nil
        case APUS_IMAGE_STORE_1: component is any ImageStoreComponent.Type ? imageStore : nil
        default: nil
        }
    }

    deinit {
        for table in [preFilter, filter, preScore, score, normalize, runtime, imageStore] { table.deallocate() }
    }
}

/// Memory of its own for `value`, a vtable.
private func allocated<Table>(_ value: Table) -> UnsafeRawPointer {
    let target = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    target.initialize(to: value)
    return UnsafeRawPointer(target)
}
