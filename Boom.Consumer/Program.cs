using Boom.Consumer;
using Boom.Hosting;

return await BoomProgram.RunAsync(args, "boom-consumer", ConsumerProgram.Add);
