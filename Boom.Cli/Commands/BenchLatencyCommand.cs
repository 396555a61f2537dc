using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Embedded;
using Boom.Hosting;
using Boom.Lab.Bench;
using Boom.Lab.Bench.Latency;

namespace Boom.Cli.Commands;

/// <summary><c>boom bench latency</c>: from packet to message.</summary>
internal static class BenchLatencyCommand
{
    const double DefaultRate = 256;

    static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(60);

    public static Command Create(CliConsole console)
    {
        var rate = NumberOption.Rate();
        rate.Description = $"Alerts per second, 0.001 to 1000000; default {DefaultRate}.";
        var duration = DurationOption.Create("--duration", "How long alerts arrive at this rate, default 60s");
        var burst = NumberOption.Whole("--burst", "Alerts that come all at once afterwards, default 10000; 0 for none", 0, 1_000_000);
        var seed = NumberOption.Whole("--seed", "Seed of the simulated night, default 1", 0, long.MaxValue);
        var models = new Option<string?>("--models")
        {
            Description = "Folder with networks that run besides boom_rb, each by the policy of its manifest: of the six that the reference runs those that are there. Default: none.",
            HelpName = "DIR",
        };
        var command = new Command(
            "latency",
            "From packet to message: alerts one after the other at a steady rate, and all at once, through every stage in this process, with filters and public streams.")
        {
            rate, duration, burst, seed, models,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var machine = MachineDescription.Read();
            var options = new LatencyOptions(
                parse.GetValue(rate) ?? DefaultRate, parse.GetValue(duration) ?? DefaultDuration, (int)(parse.GetValue(burst) ?? 10_000), (ulong)(parse.GetValue(seed) ?? 1),
                parse.GetValue(models) is { } path ? Path.GetFullPath(path) : null);
            using var folder = BenchFolder.Beside(parse.DataFolder());
            var figures = await new LatencyBench(folder.Path, options, ServerSettings.FromEnvironment(), console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
            if (parse.WantsJson())
                figures.WriteJson(console.Out, machine);
            else
                figures.WriteText(console.Out, machine);
            return (int)(figures.Missing == 0 ? ExitCode.Done : ExitCode.BadNews);
        });
        return command;
    }
}
