using Boom.AlertWorker;
using Boom.Hosting;

return await BoomProgram.RunAsync(args, new AlertWorkerStage());
