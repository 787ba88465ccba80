import Glibc

/// The least and the most that something costs, or how large it is; what does not fit is the largest number.
struct CostRange: Sendable, Equatable {
    var least: UInt64
    var most: UInt64

    static let zero = CostRange(0)
    static let one = CostRange(1)
    static let unknown = CostRange(0, .max)

    init(_ least: UInt64, _ most: UInt64) {
        self.least = least
        self.most = most
    }

    init(_ both: UInt64) { self.init(both, both) }

    static func + (a: CostRange, b: CostRange) -> CostRange {
        CostRange(sum(a.least, b.least), sum(a.most, b.most))
    }

    static func * (a: CostRange, b: CostRange) -> CostRange {
        CostRange(product(a.least, b.least), product(a.most, b.most))
    }

    /// The multiple by a fraction, rounded up.
    func scaled(by factor: Double) -> CostRange { CostRange(Self.scale(least, factor), Self.scale(most, factor)) }

    func union(_ other: CostRange) -> CostRange { CostRange(min(least, other.least), max(most, other.most)) }

    static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (sum, overflows) = a.addingReportingOverflow(b)
        return overflows ? .max : sum
    }

    static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (product, overflows) = a.multipliedReportingOverflow(by: b)
        return overflows ? .max : product
    }

    private static func scale(_ value: UInt64, _ factor: Double) -> UInt64 {
        let scaled = ceil(Double(value) * factor)
        return scaled >= 18_446_744_073_709_551_616 ? .max : UInt64(scaled)
    }
}
