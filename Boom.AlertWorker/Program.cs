using Boom.AlertWorker;
using Boom.ServiceDefaults;

return await BoomProgram.RunAsync(args, "boom-alert-worker", AlertWorkerProgram.Add);
