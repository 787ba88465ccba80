/// The arguments of a bound function, set once or for each row, and its calls. One thread at a time.
///
/// Results of a function that is declared pure are remembered per distinct arguments.
public final class BoundCall {
    /// What an argument is set to.
    public enum Argument {
        case integer(Int64)
        /// Terminated; must stay valid until the call, and equal strings must have equal pointers.
        case text(UnsafePointer<CChar>)
    }

    public let function: BoundFunction
    private let slots: UnsafeMutablePointer<UInt64>
    private let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let count: Int
    private var remembered: [[UInt64]: BoundNumber] = [:]
    /// Remembered results are dropped at this number, so that they stay within a few hundred kilobytes.
    private static let mostRemembered = 4096

    public init(_ function: BoundFunction) {
        self.function = function
        count = function.binding.signature.parameters.count
        slots = .allocate(capacity: max(count, 1))
        slots.initialize(repeating: 0, count: max(count, 1))
        pointers = .allocate(capacity: max(count, 1))
        for index in 0..<max(count, 1) { (pointers + index).initialize(to: slots + index) }
    }

    deinit {
        slots.deallocate()
        pointers.deallocate()
    }

    /// Sets an argument, converted to its parameter's type; numbers out of the type's range become its bounds.
    public func set(_ index: Int, to argument: Argument) {
        let type = function.binding.signature.parameters[index].type
        switch (argument, type) {
        case (.integer(let value), .i32): slots[index] = UInt64(UInt32(bitPattern: Int32(clamping: value)))
        case (.integer(let value), .u32): slots[index] = UInt64(UInt32(clamping: value))
        case (.integer(let value), .i64): slots[index] = UInt64(bitPattern: value)
        case (.integer(let value), .u64): slots[index] = UInt64(clamping: value)
        case (.integer(let value), .f64): slots[index] = Double(value).bitPattern
        case (.text(let pointer), .str): slots[index] = UInt64(UInt(bitPattern: pointer))
        case (.text(let pointer), _):
            set(index, to: .integer(Int64(String(cString: pointer)) ?? 0))
        case (.integer, .str): slots[index] = 0  // the signature's parser refuses numbers for strings
        }
    }

    /// Calls the function with the arguments as they are set.
    public func call() -> BoundNumber {
        guard function.binding.pure else { return function.call(pointers) }
        let key = Array(UnsafeBufferPointer(start: slots, count: count))
        if let known = remembered[key] { return known }
        let result = function.call(pointers)
        if remembered.count >= Self.mostRemembered { remembered.removeAll(keepingCapacity: true) }
        remembered[key] = result
        return result
    }

    /// Forgets results: strings have been moved.
    public func forget() { remembered.removeAll() }
}
