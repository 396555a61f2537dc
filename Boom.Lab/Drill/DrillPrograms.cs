using System.Globalization;
using Boom.Core.Surveys;
using Boom.Testing;

namespace Boom.Lab.Drill;

/// <summary>The stage programs of a run.</summary>
internal sealed class DrillPrograms(List<DrillProgram> programs) : IAsyncDisposable
{
    static readonly string[] OwnSettings = ["ConnectionStrings", "Kafka", "Consumer", "AlertWorker", "Enricher", "Cutouts", "Surveys", "SurveyData", "Http", "AlertDb", "Catalogs", "CrossMatch", "Filter", "Streams"];

    /// <summary>What the names of filter workers begin with.</summary>
    public const string FilterWorkerName = "filter-worker";

    const int SmallestBatch = 20;

    public List<DrillProgram> All => programs;

    /// <summary>Of programs, those that begin as an earlier build's: every other one of each stage, and each that is alone.</summary>
    public static IReadOnlyList<string> EarlierOf(IReadOnlyList<string> names) =>
        [.. names.Where(name => int.Parse(name[(name.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture) % 2 == 0)];

    /// <summary>Names of what <see cref="Start"/> starts.</summary>
    public static IReadOnlyList<string> NamesOf(DrillSettings settings) =>
        [
            .. settings.Surveys.SelectMany(survey => ConsumersOf(settings, survey)),
            .. Names("alert-worker", settings.AlertWorkers),
            .. Names("enricher", settings.Enrichers),
            .. Names(FilterWorkerName, settings.FilterWorkers),
        ];

    /// <param name="topicOf">Where each survey publishes.</param>
    /// <param name="variables">Their environment: servers, and where cutouts are.</param>
    /// <param name="wrongClocks">Programs whose clocks will be wrong.</param>
    /// <param name="folder">Where their logs go.</param>
    public static DrillPrograms Start(
        DrillSettings settings, Func<Survey, string> topicOf, IReadOnlyDictionary<string, string?> variables, DrillClocks clocks, IReadOnlySet<string> wrongClocks,
        string folder, TimeProvider time)
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(key => OwnSettings.Any(own => key.StartsWith(own, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(key => key, _ => (string?)null);
        foreach (var (name, value) in variables)
            environment[name] = value;
        environment["Surveys"] = string.Join(',', settings.Surveys.Select(survey => survey.ToLowerName()));

        // What takes a minute in real life takes seconds here; batches are small, so that many things can happen in between.
        var batch = Math.Clamp(settings.Alerts / 200, SmallestBatch, 5 * SmallestBatch);
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        string[] ConsumerOf(Survey survey) =>
        [
            "--Surveys", survey.ToLowerName(), "--Consumer:Topics:0", topicOf(survey), "--Consumer:GroupId", "boom-drill-" + topicOf(survey), "--Consumer:SessionTimeout", "00:00:04", "--Consumer:CommitInterval",
            "00:00:01", "--Consumer:TopicRefresh", "00:00:01", "--Consumer:MaxQueueMessages", Text(batch * 15 / 2), "--Consumer:BatchSize", Text(batch),
        ];
        string[] alertWorker = ["--AlertWorker:Lease", "00:00:05", "--AlertWorker:BatchSize", Text(batch)];
        var sweep = TimeSpan.FromSeconds(Math.Max(2, settings.Night.TotalSeconds / 5));
        string[] enricher =
            ["--Enricher:Lease", "00:00:05", "--Enricher:BatchSize", Text(batch * 5 / 4), "--Enricher:SweepInterval", sweep.ToString("c", CultureInfo.InvariantCulture),
                .. settings.FilterWorkers > 0 ? ["--Enricher:Forward", "true"] : Array.Empty<string>()];

        // Filters of a drill let pass what would suspend others, and a machine on which everything starts at once is slow.
        string[] filterWorker =
        [
            "--Filter:Lease", "00:00:05", "--Filter:BatchSize", Text(batch), "--Filter:SweepInterval", sweep.ToString("c", CultureInfo.InvariantCulture),
            "--Filter:Refresh", "00:00:02", "--Filter:MaximumMatchRate", "100", "--Filter:BudgetMicroseconds", "1000000", "--Streams:Public:Enabled", "true",
            "--Streams:Public:Partitions", "2", "--Streams:Results:Partitions", "3",
        ];

        var earlierOnes = settings.Before is null ? [] : EarlierOf(NamesOf(settings));
        var programs = new DrillPrograms(
        [
            .. settings.Surveys.SelectMany(survey => ConsumersOf(settings, survey).Select(
                (name, slot) => Create(name, "Boom.Consumer", [.. ConsumerOf(survey), "--Consumer:Instance", Text(slot)]))),
            .. Names("alert-worker", settings.AlertWorkers).Select(name => Create(name, "Boom.AlertWorker", alertWorker)),
            .. Names("enricher", settings.Enrichers).Select(name => Create(name, "Boom.Enricher", enricher)),
            .. Names(FilterWorkerName, settings.FilterWorkers).Select(name => Create(name, "Boom.FilterWorker", filterWorker)),
        ]);
        programs.All.ForEach(program => program.Start());
        return programs;

        DrillProgram Create(string name, string program, string[] arguments)
        {
            var log = Path.Combine(folder, name + ".log");
            var own = new Dictionary<string, string?>(environment);
            foreach (var (key, value) in wrongClocks.Contains(name) ? clocks.Prepare(name) : new Dictionary<string, string?>())
                own[key] = value;
            var built = EarlierBuild.Find(AppContext.BaseDirectory, program)!;
            var earlier = settings.Before is null ? built : EarlierBuild.Find(settings.Before, program)!;
            return new DrillProgram(
                name, isEarlier => ChildProcess.Start(name, "dotnet", [isEarlier ? earlier : built, "--Http:Port", "0", .. arguments], own, log), time)
            {
                IsEarlier = earlierOnes.Contains(name),
            };
        }
    }

    public DrillProgram? Find(string name) => programs.Find(program => program.Name == name);

    /// <summary>Asks all to end; sentences about those that do not as they should.</summary>
    public async Task<IReadOnlyList<string>> StopAsync(CancellationToken cancellationToken)
    {
        var sentences = await Task.WhenAll(programs.Select(program => program.StopAsync(cancellationToken)));
        return [.. sentences.OfType<string>()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in programs)
            await program.DisposeAsync();
    }

    // Those of the first survey have no survey in their names: a seed means the same faults with and without others.
    static IEnumerable<string> ConsumersOf(DrillSettings settings, Survey survey) =>
        Names(survey == settings.Surveys[0] ? "consumer" : $"consumer-{survey.ToLowerName()}", settings.Consumers);

    static IEnumerable<string> Names(string stage, int count) => Enumerable.Range(0, count).Select(slot => FormattableString.Invariant($"{stage}-{slot}"));
}
