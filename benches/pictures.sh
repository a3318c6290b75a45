#!/bin/sh
# Times pictures of 30, 300 and 3,000 nodes, each with half as many lines more, as SVG and PNG, beside `dot` where it is
# installed. Prints a table in Markdown: the median of three runs in milliseconds, and the bytes of the file.
#
#     cargo build --release && sh benches/pictures.sh [PROGRAM]
set -eu
program=$(realpath "${1:-target/release/casegraph}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The graph of a size: one of the 25 nodes before leads to each, and to every second one any node before it too. The numbers are
# drawn as by Park and Miller (Communications of the ACM 31, 10), so that they are the same everywhere.
tables() {
    awk -v n="$1" 'BEGIN {
        print "id,name" > "part.csv"; print "a,b" > "joins.csv"
        for (i = 0; i < n; i++) print i ",Service number " i >> "part.csv"
        for (i = 1; i < n; i++) {
            print i - 1 - draw() % (i < 25 ? i : 25) "," i >> "joins.csv"
            if (i % 2 == 0) print draw() % i "," i >> "joins.csv"
        }
    }
    function draw() { seed = (seed + 1) * 16807 % 2147483647; return seed }'
    cat > tables.yaml <<END
nodes:
  - {file: part.csv, labels: [Part], key: id}
edges:
  - {file: joins.csv, type: JOINS, source: Part, target: Part, from: a, to: b}
END
    "$program" build --csv tables.yaml -o graph.cgx >/dev/null 2>&1
}

# The median of three times in milliseconds; "> 60,000" when a run takes more than a minute.
median() {
    for run in 1 2 3; do
        start=$(date +%s%N)
        timeout 60 "$@" >/dev/null 2>&1 || { echo 999999; continue; }
        echo $((($(date +%s%N) - start) / 1000000))
    done | sort -n | sed -n 2p | sed 's/^999999$/> 60,000/'
}

bytes() { if [ -s "$1" ]; then wc -c < "$1"; else echo –; fi; }

query='MATCH p = (:Part)-[:JOINS]->(:Part) RETURN p'
echo "| nodes | lines | format | casegraph ms | bytes | dot ms | bytes |"
echo "|---|---|---|---|---|---|---|"
for nodes in 30 300 3000; do
    tables "$nodes"
    lines=$(($(wc -l < joins.csv) - 1))
    "$program" draw -g graph.cgx "$query" -o picture.dot 2>/dev/null
    for format in svg png; do
        rm -f "picture.$format" "dot.$format"
        ours=$(median "$program" draw -g graph.cgx "$query" -o "picture.$format")
        theirs="not installed"
        if command -v dot >/dev/null; then theirs=$(median dot "-T$format" picture.dot -o "dot.$format"); fi
        echo "| $nodes | $lines | $format | $ours | $(bytes "picture.$format") | $theirs | $(bytes "dot.$format") |"
    done
done
