using Boom.AlertWorker;
using Boom.Hosting;

return await BoomProgram.RunAsync(args, "boom-alert-worker", AlertWorkerProgram.Add);
