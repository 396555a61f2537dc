using Boom.Enricher;
using Boom.Hosting;

return await BoomProgram.RunAsync(args, new EnricherStage());
