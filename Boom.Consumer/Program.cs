using Boom.Consumer;
using Boom.Hosting;

return await BoomProgram.RunAsync(args, new ConsumerStage());
