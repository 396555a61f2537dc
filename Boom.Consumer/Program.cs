using Boom.Consumer;
using Boom.ServiceDefaults;

return await BoomProgram.RunAsync(args, "boom-consumer", ConsumerProgram.Add);
