return await Boom.Cli.BoomCommandLine.RunAsync(args, Boom.Hosting.CliConsole.System());
