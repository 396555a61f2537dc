using System.CommandLine;
using Boom.Cli.Parsing;

namespace Boom.Cli.Bench;

/// <summary><c>boom bench NAME</c>: how fast this machine does it.</summary>
internal static class BenchCommand
{
    const int DefaultAlerts = 5000;
    const int DefaultRounds = 3;

    public static Command Create(CliConsole console) =>
        new("bench", "How fast this machine does it.") { CreateIngest(console) };

    static Command CreateIngest(CliConsole console)
    {
        var alerts = NumberOption.Whole("--alerts", $"Packets of each round, default {DefaultAlerts}", 1, 1_000_000);
        var rounds = NumberOption.Whole("--rounds", $"Rounds of each section, default {DefaultRounds}", 1, 100);
        var command = new Command(
            "ingest",
            "From packet to enriched alert, section by section and as a whole, on a simulated night in a temporary folder beside the data folder.")
        {
            alerts, rounds,
        };
        command.SetAction((parse, cancellationToken) => RunIngestAsync(
            console, parse, (int)(parse.GetValue(alerts) ?? DefaultAlerts), (int)(parse.GetValue(rounds) ?? DefaultRounds), cancellationToken));
        return command;
    }

    static async Task<int> RunIngestAsync(CliConsole console, ParseResult parse, int alerts, int rounds, CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read();
        using var folder = BenchFolder.Create(parse.DataFolder());
        var ingest = new IngestBench(folder.Path, alerts, rounds, console.Time, console.Error.WriteLine);
        var sections = await ingest.RunAsync(cancellationToken);
        if (parse.WantsJson())
            BenchOutput.WriteJson(console.Out, machine, alerts, sections);
        else
            BenchOutput.WriteText(console.Out, machine, alerts, sections);
        return (int)ExitCode.Done;
    }
}
