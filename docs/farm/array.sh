#!/bin/sh
# One task of a job array: the lines that belong to it. Run it with the number of the task, counted from 1.
#
#     array.sh LINES.csv OUT [TASK]      lines a task: CHUNK (default 50); the command: EXPCLIP (default expclip)
#
# Slurm:      sbatch --array=1-20 --cpus-per-task=4 --mem=6G docs/farm/array.sh LINES.csv OUT
# Grid Engine: qsub -t 1-20 docs/farm/array.sh LINES.csv OUT
# One machine: seq 1 20 | xargs -P 2 -n 1 sh docs/farm/array.sh LINES.csv OUT
set -eu
lines=$1
out=$2
task=${3:-${SLURM_ARRAY_TASK_ID:-${SGE_TASK_ID:-${PBS_ARRAY_INDEX:-}}}}
if [ -z "$task" ]; then
    echo "No task is told: run this as a job array, or give its number." >&2
    exit 2
fi
chunk=${CHUNK:-50}
first=$(((task - 1) * chunk + 1))
last=$((task * chunk))
# --resume: a task that the farm kills and starts again makes only what is missing.
exec "${EXPCLIP:-expclip}" batch "$lines" --out "$out" --resume --lines "$first-$last" \
    ${SLURM_CPUS_PER_TASK:+--jobs "$SLURM_CPUS_PER_TASK"}
