using System.CommandLine;
using Boom.Cli.Parsing;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Hosting;
using Boom.Lab.Bench;
using Boom.Lab.Bench.Visits;

namespace Boom.Cli.Commands;

/// <summary><c>boom bench visits</c>: all alerts of a visit at once, visit after visit.</summary>
internal static class BenchVisitsCommand
{
    public static Command Create(CliConsole console)
    {
        var survey = SurveyOption.Optional($"Survey of the packets, default {VisitOptions.DefaultSurvey.ToLowerName()}");
        var visits = NumberOption.Whole("--visits", "Visits, default 5", 1, 1000);
        var alerts = NumberOption.Whole("--visit", "Alerts of a visit, default 10000", 1, 1_000_000);
        var cadence = DurationOption.Create("--cadence", "From one visit to the next, default 39s");
        var partitions = NumberOption.Whole("--partitions", "Partitions of the topic, default 4", 1, 1000);
        var command = new Command(
            "visits",
            "Visits of a survey that sends all alerts of one at once: loaded into the broker of ConnectionStrings__kafka, released at their times, read by boom run.")
        {
            survey, visits, alerts, cadence, partitions,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var machine = MachineDescription.Read();
            var options = new VisitOptions(
                parse.GetValue(survey) ?? VisitOptions.DefaultSurvey, (int)(parse.GetValue(visits) ?? 5), (int)(parse.GetValue(alerts) ?? 10_000),
                parse.GetValue(cadence) ?? TimeSpan.FromSeconds(39), (int)(parse.GetValue(partitions) ?? 4));
            using var folder = BenchFolder.Beside(parse.DataFolder());
            var figures = await new VisitBench(folder.Path, options, ServerSettings.FromEnvironment(), console.Time, console.Error.WriteLine).RunAsync(cancellationToken);
            if (parse.WantsJson())
                figures.WriteJson(console.Out, machine);
            else
                figures.WriteText(console.Out, machine);
            return (int)(figures.Lost == 0 ? ExitCode.Done : ExitCode.BadNews);
        });
        return command;
    }
}
