#!/bin/sh
# Fuzzes ApusJSON, what is read of a request, expressions, patches and the protobuf of the built-in kinds, with libFuzzer and
# the address sanitizer, each for FUZZ_SECONDS (60). What crashes is left in Tests/Fuzz/. FUZZ_TARGETS="protobuf" fuzzes that
# alone.
set -eu
cd "$(dirname "$0")/../.."
build=.build/fuzz
mkdir -p "$build"
cat > "$build/module.modulemap" <<MAP
module CSimdJSON { header "$PWD/Sources/CSimdJSON/include/CSimdJSON.h" export * }
MAP
# Stands for the file that needs the libraries of certificates, which are not built for this.
cat > "$build/PKCS10.swift" <<STUB
enum PKCS10 { static func problem(_ text: String) -> String? { nil } }
STUB
features="-swift-version 6 -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility
    -enable-upcoming-feature InternalImportsByDefault -enable-experimental-feature Lifetimes -package-name apus"
flags="$features -O -wmo -parse-as-library -sanitize=fuzzer,address -Xcc -fmodule-map-file=$build/module.modulemap -I $build"
clang++ -std=c++17 -O1 -g -fsanitize=address -ISources/CSimdJSON/include \
    -c Sources/CSimdJSON/CSimdJSON.cpp -o "$build/simdjson.o"
objects="$build/simdjson.o"
# module NAME [FILE…]: compiles a module, with further files, and adds it to what is linked; once.
module() {
    case $objects in *"/$1.o"*) return ;; esac
    name=$1
    shift
    swiftc $flags -module-name "$name" -emit-module -emit-module-path "$build/$name.swiftmodule" \
        -c $(find "Sources/$name" -name '*.swift' ! -name PKCS10.swift) "$@" -o "$build/$name.o"
    objects="$objects $build/$name.o"
}
# fuzz NAME SOURCE [FILE…]: links and runs a target, with files of modules that it does not need as a whole.
fuzz() {
    name=$1 source=$2
    shift 2
    swiftc $flags -module-name "$source" "Tests/Fuzz/$source.swift" "$@" $objects -lsimdjson -lstdc++ \
        -o "$build/fuzz-$name"
    mkdir -p "$build/corpus-$name"
    # The leak detector does not see through the bits that Swift keeps in pointers.
    SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$build/fuzz-$name" -max_total_time="${FUZZ_SECONDS:-60}" \
        -timeout=10 -max_len=4096 -print_final_stats=1 -artifact_prefix=Tests/Fuzz/ "$build/corpus-$name" \
        "Tests/Fuzz/corpus/$name"
}
resources() {
    module ApusAPI
    module ApusCEL
    module ApusResources "$build/PKCS10.swift"
}
server=Sources/ApusServer
module ApusJSON
for target in ${FUZZ_TARGETS:-json requests cel patches protobuf}; do
    case $target in
    json) fuzz json FuzzJSON ;;
    requests)
        module ApusAPI
        fuzz requests FuzzRequests $server/Requests/*.swift $server/Storage/ContinueToken.swift \
            $server/Storage/ObjectKey.swift $server/Storage/LabelSignature.swift \
            $server/Encoding/AcceptClause.swift $server/Encoding/Negotiation.swift $server/Encoding/Rendering.swift \
            $server/Authentication/CompactToken.swift
        ;;
    cel)
        module ApusAPI
        module ApusCEL
        fuzz cel FuzzCEL
        ;;
    patches)
        resources
        fuzz patches FuzzPatches
        ;;
    protobuf)
        resources
        fuzz protobuf FuzzProtobuf
        ;;
    *)
        echo "no such target: $target" >&2
        exit 2
        ;;
    esac
done
