public import CApusPlugin

/// The Pod that is being scheduled (`APUS_POD_…` of `apus_plugin_draft.h`). Valid until the call returns.
public struct PodColumns {
    public let block: UnsafePointer<apus_block_draft>

    public init(_ block: UnsafePointer<apus_block_draft>) { self.block = block }

    /// The elements of a column; none where the host does not have it.
    @inlinable
    public func column<Element>(_ number: Int32, as type: Element.Type = Element.self) -> UnsafeBufferPointer<Element> {
        blockColumn(block, number, as: type)
    }

    public var namespace: String { String(decoding: column(APUS_POD_NAMESPACE, as: UInt8.self), as: UTF8.self) }
    public var name: String { String(decoding: column(APUS_POD_NAME, as: UInt8.self), as: UTF8.self) }
    public var uid: String { String(decoding: column(APUS_POD_UID, as: UInt8.self), as: UTF8.self) }
    public var priority: Int32 { column(APUS_POD_PRIORITY).first ?? 0 }
    /// The string id of `spec.nodeName`; nil where that is empty.
    public var nodeName: UInt32? { column(APUS_POD_NODE_NAME).first }
    /// For each resource of the snapshot; 1 for `APUS_RESOURCE_PODS`.
    public var requests: UnsafeBufferPointer<Int64> { column(APUS_POD_REQUESTS) }
    /// Of cpu and memory, with 100m and 200Mi for containers that request none.
    public var nonzeroRequests: UnsafeBufferPointer<Int64> { column(APUS_POD_NONZERO_REQUESTS) }
    /// The names of requested resources that no node has.
    public var unknownRequests: [String] {
        column(APUS_POD_UNKNOWN_REQUESTS, as: apus_range_draft.self).map { text(column(APUS_POD_TEXT), $0) }
    }
    /// The requirements of `spec.nodeSelector`; nil where there is none.
    public var nodeSelector: apus_range_draft? { column(APUS_POD_NODE_SELECTOR).first }
    /// Terms of required node affinity, of which one must hold.
    public var requiredTerms: UnsafeBufferPointer<apus_term_draft> { column(APUS_POD_REQUIRED_TERMS) }
    public var preferredTerms: UnsafeBufferPointer<apus_term_draft> { column(APUS_POD_PREFERRED_TERMS) }
    public var tolerations: UnsafeBufferPointer<apus_toleration_draft> { column(APUS_POD_TOLERATIONS) }
    public var hostPorts: UnsafeBufferPointer<apus_port_draft> { column(APUS_POD_HOST_PORTS) }
    /// Numbers of elements of the snapshot's images, one for each container; `APUS_STRING_NONE` where no node has it.
    public var images: UnsafeBufferPointer<UInt32> { column(APUS_POD_IMAGES) }

    /// The requirements in a range.
    public func requirements(_ range: apus_range_draft) -> Slice<UnsafeBufferPointer<apus_requirement_draft>> {
        let all = column(APUS_POD_REQUIREMENTS, as: apus_requirement_draft.self)
        return all[clamped(range, all.count)]
    }

    /// The string ids of a requirement's values.
    public func values(_ range: apus_range_draft) -> Slice<UnsafeBufferPointer<UInt32>> {
        let all = column(APUS_POD_VALUES, as: UInt32.self)
        return all[clamped(range, all.count)]
    }

    private func clamped(_ range: apus_range_draft, _ count: Int) -> Range<Int> {
        let first = min(Int(range.first), count)
        return first..<min(first + Int(range.count), count)
    }
}
