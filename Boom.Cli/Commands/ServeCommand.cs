using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Cli.Rendering.Json;
using Boom.Embedded;
using Boom.Embedded.Readers;
using Boom.Embedded.Serving;
using Boom.Hosting;

namespace Boom.Cli.Commands;

/// <summary><c>boom serve</c>: broker, queue server and store for stages in other processes of this machine.</summary>
internal static class ServeCommand
{
    const int LastPort = 65_535;

    public static Command Create(CliConsole console)
    {
        var only = new Option<string[]>("--only")
        {
            Description = $"Which servers, separated by commas: {string.Join(", ", ServeSettings.All)}; default all.",
            HelpName = "SERVERS",
            DefaultValueFactory = _ => [.. ServeSettings.All],
            CustomParser = result =>
            {
                string[] names = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct()];
                if (names.FirstOrDefault(name => !ServeSettings.All.Contains(name)) is { } unknown)
                    result.AddError($"--only names '{unknown}'; give some of {string.Join(", ", ServeSettings.All)}.");
                return names;
            },
        };
        var kafka = NumberOption.Whole("--kafka-port", "Port of the broker on this machine; default any free one", 0, LastPort);
        var valkey = NumberOption.Whole("--valkey-port", "Port of the queue server on this machine; default any free one", 0, LastPort);
        var http = HttpPortOption.Create();
        var command = new Command("serve", "Broker, queue server and store for stages in other processes of this machine, until Ctrl+C.") { only, kafka, valkey, http };
        command.SetAction(async (parse, stop) =>
        {
            var settings = new ServeSettings(
                parse.DataFolder(), parse.GetValue(only)!.ToHashSet(), (int)(parse.GetValue(kafka) ?? 0), (int)(parse.GetValue(valkey) ?? 0))
            {
                Readers = ReadersOptions.Read(ProgramSettings.FromEnvironment()),
            };
            try
            {
                await using var program = await ServeProgram.StartAsync(
                    settings, ServerSettings.FromEnvironment().AlertDb, parse.GetValue(http), console.Time, console.Complain, stop);
                Report(console, program, parse.WantsJson());
                await program.Servers.Failed.WaitAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Ctrl+C is how it ends.
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    // Whoever has a shell read the variables gets nothing else: sentences go to the error stream, as the log does.
    static void Report(CliConsole console, ServeProgram program, bool json)
    {
        var servers = program.Servers;
        if (json)
        {
            CliJson.Write(console, new ServedJson(servers.Kafka, servers.Valkey, servers.AlertDb, servers.Streams, program.Url, servers.ReadersAddress));
            return;
        }

        foreach (var (name, connection) in ((string, string?)[])[("kafka", servers.Kafka), ("valkey", servers.Valkey), ("alertdb", servers.AlertDb)])
        {
            if (connection is not null)
                WriteVariable(console, $"ConnectionStrings__{name}", connection);
        }

        if (servers.Kafka is not null)
        {
            console.WriteLine("Consumer__BrokerIsEmbedded=true");
            console.WriteLine("Streams__BrokerIsEmbedded=true");
            WriteVariable(console, "Streams__Folder", servers.Streams!);
        }

        console.WriteLine($"services__servers__http__0={program.Url}");
        if (servers.ReadersAddress is { } readers)
            console.Complain($"Streams are read by signing in at {readers}");
        console.Complain($"Health and metrics: {program.Url}/health, {program.Url}/metrics");
    }

    static void WriteVariable(CliConsole console, string name, string value) =>
        console.WriteLine($"{name}='{value.Replace("'", @"'\''", StringComparison.Ordinal)}'");
}
