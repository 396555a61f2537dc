using Boom.Enricher;
using Boom.Hosting;

return await BoomProgram.RunAsync(args, "boom-enricher", EnricherProgram.Add);
