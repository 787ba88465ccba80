#!/bin/sh
# Fuzzes ApusJSON, what is read of a request, patches and the protobuf of the built-in kinds, with libFuzzer and the address
# sanitizer, each for FUZZ_SECONDS (60). What crashes is left in Tests/Fuzz/. FUZZ_TARGETS="protobuf" fuzzes that alone.
set -eu
cd "$(dirname "$0")/../.."
build=.build/fuzz
mkdir -p "$build/corpus-json" "$build/corpus-requests" "$build/corpus-patches" "$build/corpus-protobuf"
cat > "$build/module.modulemap" <<MAP
module CSimdJSON { header "$PWD/Sources/CSimdJSON/include/CSimdJSON.h" export * }
MAP
features="-swift-version 6 -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility
    -enable-upcoming-feature InternalImportsByDefault -enable-experimental-feature Lifetimes"
flags="$features -O -wmo -parse-as-library -sanitize=fuzzer,address -Xcc -fmodule-map-file=$build/module.modulemap -I $build"
clang++ -std=c++17 -O1 -g -fsanitize=address -ISources/CSimdJSON/include \
    -c Sources/CSimdJSON/CSimdJSON.cpp -o "$build/simdjson.o"
objects="$build/simdjson.o"
# module NAME: compiles a module and adds it to what is linked.
module() {
    swiftc $flags -module-name "$1" -emit-module -emit-module-path "$build/$1.swiftmodule" \
        -c $(find "Sources/$1" -name '*.swift') -o "$build/$1.o"
    objects="$objects $build/$1.o"
}
# fuzz NAME SOURCE [FILE…]: links and runs a target, with files of modules that it does not need as a whole.
fuzz() {
    name=$1 source=$2
    shift 2
    swiftc $flags -module-name "$source" "Tests/Fuzz/$source.swift" "$@" $objects -lsimdjson -lstdc++ \
        -o "$build/fuzz-$name"
    SWIFT_BACKTRACE=enable=no "$build/fuzz-$name" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -max_len=4096 \
        -print_final_stats=1 -artifact_prefix=Tests/Fuzz/ "$build/corpus-$name" "Tests/Fuzz/corpus/$name"
}
# The kinds, once.
resources() {
    [ -n "${has_resources:-}" ] || module ApusResources
    has_resources=yes
}
server=Sources/ApusServer
module ApusJSON
[ "${FUZZ_TARGETS:-all}" = json ] || module ApusAPI
for target in ${FUZZ_TARGETS:-json requests patches protobuf}; do
    case $target in
    json) fuzz json FuzzJSON ;;
    requests)
        fuzz requests FuzzRequests $server/Requests/*.swift $server/Storage/ContinueToken.swift \
            $server/Storage/ObjectKey.swift $server/Storage/LabelSignature.swift \
            $server/Encoding/AcceptClause.swift $server/Encoding/Negotiation.swift $server/Encoding/Rendering.swift \
            $server/Authentication/CompactToken.swift
        ;;
    patches)
        resources
        fuzz patches FuzzPatches
        ;;
    protobuf)
        resources
        fuzz protobuf FuzzProtobuf
        ;;
    esac
done
