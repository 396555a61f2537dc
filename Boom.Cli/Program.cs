return await Boom.Cli.BoomCommandLine.RunAsync(args, Boom.Cli.CliConsole.System());
