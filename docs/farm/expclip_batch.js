// A job type for Flamenco 3: put this file into the folder `scripts` beside flamenco-manager.
// Each task makes a range of lines; a task that is started again makes only what is missing.

const JOB_TYPE = {
    label: "ExpCLIP batch",
    settings: [
        { key: "lines", type: "string", subtype: "file_path", required: true, description: "CSV of voice lines" },
        { key: "count", type: "int32", required: true, description: "How many lines the CSV has" },
        { key: "out", type: "string", subtype: "dir_path", required: true, description: "Where takes and reports go" },
        { key: "chunk_size", type: "int32", default: 50, description: "Lines a task" },
        { key: "expclip", type: "string", default: "expclip", description: "The command on the workers" },
    ],
};

function compileJob(job) {
    const settings = job.settings;
    for (let first = 1; first <= settings.count; first += settings.chunk_size) {
        const last = Math.min(first + settings.chunk_size - 1, settings.count);
        const task = author.Task(`lines-${first}-${last}`, "misc");
        task.addCommand(author.Command("exec", {
            exe: settings.expclip,
            args: ["batch", settings.lines, "--out", settings.out, "--resume", "--lines", `${first}-${last}`],
        }));
        job.addTask(task);
    }
}
