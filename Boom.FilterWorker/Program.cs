using Boom.FilterWorker;
using Boom.Hosting;

return await BoomProgram.RunAsync(args, new FilterWorkerStage());
