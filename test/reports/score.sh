#!/bin/sh
# Scores $SAYSO (build/sayso) on the invented reports against gold/.  usage: score.sh WHO_SCORE [--json] [--errors]
# WHO_SCORE is the who_score.py of the WHO benchmark, which is no part of this tree.
set -eu
scorer=$(realpath "${1:?usage: score.sh WHO_SCORE [--json] [--errors]}")
shift
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/gold" "$work/text" "$work/read"
for sentences in test/reports/gold/*.sents.json; do
    name=$(basename "$sentences" .sents.json)
    cp "test/reports/gold/$name.json" "$work/gold/"
    cp "$sentences" "$work/text/"
    for text in "examples/$name.txt" "test/reports/twins/$name.txt"; do
        if [ -f "$text" ]; then cp "$text" "$work/text/"; fi
    done
done
"${SAYSO:-build/sayso}" extract --to who --dir "$work/read" "$work"/text/*.txt > "$work/log"
python3 "$scorer" "$work/gold" "$work/read" "$work/text" "$@"
