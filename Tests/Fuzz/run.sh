#!/bin/sh
# Fuzzes ApusJSON, the protobuf of the built-in kinds and expressions with libFuzzer and the address sanitizer, each for FUZZ_SECONDS
# (60). What crashes is left in Tests/Fuzz/. FUZZ_TARGETS="protobuf" fuzzes that alone.
set -eu
cd "$(dirname "$0")/../.."
build=.build/fuzz
mkdir -p "$build/corpus-json" "$build/corpus-protobuf" "$build/corpus-cel"
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
# fuzz NAME SOURCE: links and runs a target.
fuzz() {
    swiftc $flags -module-name "$2" "Tests/Fuzz/$2.swift" $objects -lsimdjson -lstdc++ -o "$build/fuzz-$1"
    # The leak detector does not see through the bits that Swift keeps in pointers.
    SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$build/fuzz-$1" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -max_len=4096 \
        -print_final_stats=1 -artifact_prefix=Tests/Fuzz/ "$build/corpus-$1" "Tests/Fuzz/corpus/$1"
}
module ApusJSON
for target in ${FUZZ_TARGETS:-json cel protobuf}; do
    case $target in
    json) fuzz json FuzzJSON ;;
    cel)
        module ApusAPI
        module ApusCEL
        fuzz cel FuzzCEL
        ;;
    protobuf)
        case $objects in
        *ApusCEL*) ;;
        *)
            module ApusAPI
            module ApusCEL
            ;;
        esac
        module ApusResources
        fuzz protobuf FuzzProtobuf
        ;;
    esac
done
