#!/bin/sh
# Submits a batch to Deadline: a frame is a line, a task a chunk of lines.
#
#     deadline.sh LINES.csv OUT COUNT    lines a task: CHUNK (default 50); the workers' command: EXPCLIP (default expclip)
#
# LINES.csv and OUT are paths as the workers see them; COUNT is the number of lines.
set -eu
exec "${DEADLINE:-deadlinecommand}" -SubmitCommandLineJob \
    -executable "${EXPCLIP:-expclip}" \
    -arguments "batch <QUOTE>$1<QUOTE> --out <QUOTE>$2<QUOTE> --resume --lines <STARTFRAME>-<ENDFRAME>" \
    -frames "1-$3" -chunksize "${CHUNK:-50}" -name "ExpCLIP $(basename "$1")"
