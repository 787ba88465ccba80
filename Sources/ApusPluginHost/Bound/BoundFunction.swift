import CFFI
import Glibc
import Synchronization

/// A C function of any library, called through libffi by the signature that a manifest gives.
///
/// That the signature is the function's own cannot be checked: a library does not hold it. The function is called on
/// host threads and must not block.
public final class BoundFunction: @unchecked Sendable {  // written only in `init`; libffi reads a prepared cif only
    public let binding: FunctionBinding
    private let function: @convention(c) () -> Void
    private let interface: UnsafeMutablePointer<ffi_cif>
    private let types: UnsafeMutablePointer<UnsafeMutablePointer<ffi_type>?>

    /// Loads the library and finds the symbol.
    public init(_ binding: FunctionBinding, plugin: PluginManifest) throws(PluginError) {
        let name = "\(plugin.id)/\(binding.name)"
        let beside = "\(plugin.directory)/\(binding.library)"
        let path = !binding.library.contains("/") && access(beside, F_OK) == 0 ? beside : binding.library
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw PluginError(.library, plugin: name, lastLinkerError(path))
        }
        guard let symbol = dlsym(handle, binding.symbol) else {
            throw PluginError(.library, plugin: name, "\(path): function \(binding.symbol) not found")
        }
        self.binding = binding
        function = unsafeBitCast(symbol, to: (@convention(c) () -> Void).self)
        let parameters = binding.signature.parameters
        types = .allocate(capacity: max(parameters.count, 1))
        for (index, parameter) in parameters.enumerated() {
            (types + index).initialize(to: Self.type(parameter.type))
        }
        interface = .allocate(capacity: 1)
        interface.initialize(to: ffi_cif())
        let status = ffi_prep_cif(
            interface, FFI_DEFAULT_ABI, UInt32(parameters.count), Self.type(binding.signature.result), types)
        if status != FFI_OK {
            throw PluginError(
                .library, plugin: name, "\(binding.symbol): libffi refuses the signature (\(status.rawValue))")
        }
    }

    deinit {
        interface.deallocate()
        types.deallocate()
    }

    private static func type(_ type: FunctionSignature.ValueType) -> UnsafeMutablePointer<ffi_type>? {
        switch type {
        case .i32: apus_ffi_type_sint32()
        case .u32: apus_ffi_type_uint32()
        case .i64: apus_ffi_type_sint64()
        case .u64: apus_ffi_type_uint64()
        case .f64: apus_ffi_type_double()
        case .str: apus_ffi_type_pointer()
        }
    }

    /// Calls the function. `slots` holds an 8-byte value for each parameter, `arguments` a pointer to each.
    func call(_ arguments: UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> BoundNumber {
        // libffi widens results that are narrower than a register to one (ffi_arg).
        var raw: UInt64 = 0
        ffi_call(interface, function, &raw, arguments)
        return switch binding.signature.result {
        case .i32: .integer(Int64(Int32(truncatingIfNeeded: raw)))
        case .u32: .integer(Int64(UInt32(truncatingIfNeeded: raw)))
        case .i64: .integer(Int64(bitPattern: raw))
        case .u64: .integer(Int64(clamping: raw))
        case .f64: .real(Double(bitPattern: raw))
        case .str: .integer(0)  // the signature's parser refuses it
        }
    }
}

/// What a bound function returns.
public enum BoundNumber: Sendable, Equatable {
    case integer(Int64)
    case real(Double)

    /// The number as a score: rounded towards zero; NaN as 0.
    public var score: Int64 {
        switch self {
        case .integer(let value): value
        case .real(let value): value.isNaN ? 0 : Int64(max(-9e18, min(9e18, value)))
        }
    }

    public var isZero: Bool { self == .integer(0) || self == .real(0) }
}
