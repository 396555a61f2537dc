using Boom.Enricher;
using Boom.ServiceDefaults;

return await BoomProgram.RunAsync(args, "boom-enricher", EnricherProgram.Add);
