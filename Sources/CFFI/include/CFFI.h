#pragma once
#include <ffi.h>

// libffi's type descriptions are mutable global variables, which Swift 6 does not let code touch.
static inline ffi_type *apus_ffi_type_sint32(void) { return &ffi_type_sint32; }
static inline ffi_type *apus_ffi_type_uint32(void) { return &ffi_type_uint32; }
static inline ffi_type *apus_ffi_type_sint64(void) { return &ffi_type_sint64; }
static inline ffi_type *apus_ffi_type_uint64(void) { return &ffi_type_uint64; }
static inline ffi_type *apus_ffi_type_double(void) { return &ffi_type_double; }
static inline ffi_type *apus_ffi_type_pointer(void) { return &ffi_type_pointer; }
