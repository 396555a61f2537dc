using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Hosting;
using Boom.Lab.Bench;
using Boom.Lab.Bench.Filters;

namespace Boom.Cli.Commands;

/// <summary><c>boom bench filters</c>: a thousand filters on ten thousand alerts, on one thread.</summary>
internal static class BenchFiltersCommand
{
    public static Command Create(CliConsole console)
    {
        var filters = NumberOption.Whole("--filters", "Different filters of each shape, default 1000", 1, 10_000);
        var alerts = NumberOption.Whole("--alerts", "Different alerts that each looks at, default 10000", 1, 1_000_000);
        var rounds = NumberOption.Whole("--rounds", "Rounds, default 1", 1, 100);
        var seed = NumberOption.Whole("--seed", "Seed of alerts and filters, default 1", 0, long.MaxValue);
        var shapes = new Option<string[]>("--shape")
        {
            Description = $"Shape to measure, may be repeated; default all: {string.Join(", ", PipelineShape.All.Select(shape => $"{shape.Key} ({shape.Title})"))}.",
            HelpName = "NAME",
        };
        shapes.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => PipelineShape.All.All(shape => shape.Key != token.Value)))
                result.AddError($"--shape is one of {string.Join(", ", PipelineShape.All.Select(shape => shape.Key))}, not '{token.Value}'.");
        });
        var mongo = new Option<string?>("--mongodb")
        {
            Description = "A server with the protocol of MongoDB, host:port or a connection string: some of the filters are run there as well, in the reference's way.",
            HelpName = "ADDRESS",
        };
        var command = new Command(
            "filters", "Filters on one thread: evaluations per second and bytes allocated, by shape, on alerts of a simulated night with their light curves.")
        {
            filters, alerts, rounds, seed, shapes, mongo,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var machine = MachineDescription.Read();
            var options = new FilterBenchOptions(
                (int)(parse.GetValue(filters) ?? 1000), (int)(parse.GetValue(alerts) ?? 10_000), (int)(parse.GetValue(rounds) ?? 1), (ulong)(parse.GetValue(seed) ?? 1),
                parse.GetValue(shapes) is { Length: > 0 } keys ? [.. PipelineShape.All.Where(shape => keys.Contains(shape.Key))] : PipelineShape.All, parse.GetValue(mongo));
            using var folder = BenchFolder.Beside(parse.DataFolder());
            var figures = await new FilterBench(folder.Path, options, console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
            if (parse.WantsJson())
                figures.WriteJson(console.Out, machine);
            else
                figures.WriteText(console.Out, machine);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
