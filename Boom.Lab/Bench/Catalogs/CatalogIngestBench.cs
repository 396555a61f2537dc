using System.Globalization;
using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Simulation;
using Boom.Simulation.Catalogs;

namespace Boom.Lab.Bench.Catalogs;

/// <summary>
/// <c>boom bench ingest --section catalogs</c>: the alert worker from queue to store without a catalogue and with six, in the same round, where every alert
/// makes an object.
/// </summary>
/// <param name="folder">Existing folder for everything it writes.</param>
internal sealed class CatalogIngestBench(string folder, int alerts, int rounds, TimeProvider time, Action<string> report)
{
    const int LookedAt = 500;

    readonly SimulationOptions _options = new() { Alerts = alerts };
    readonly BenchSection _without = new("store-bare", "queued packet to three documents in SQLite, no catalogue, every alert a new object", null, null, "");
    readonly BenchSection _with = new("store-catalogs", "the same with six catalogues", null, null, "one query per alert");

    /// <summary>Measures everything.</summary>
    public async Task<CatalogIngestFigures> RunAsync(CancellationToken cancellationToken)
    {
        report($"making packets of {alerts} alerts, one of each object, and six catalogues");
        using var pool = PacketPool.CreateOfNewObjects(Path.Combine(folder, "packets"), _options, cancellationToken);
        var tables = Path.Combine(folder, "catalogs");
        SimulatedCatalogs.Write(_options, tables, cancellationToken);
        var matches = 0.0;
        for (var round = 1; round <= rounds; round++)
        {
            report($"round {round} of {rounds}");

            // Whichever comes first, in turn.
            if (round % 2 == 1)
                await WithoutAsync();
            matches = await MeasureAsync(_with, pool, round, tables, cancellationToken);
            if (round % 2 == 0)
                await WithoutAsync();

            Task<double> WithoutAsync() => MeasureAsync(_without, pool, round, Path.Combine(folder, "none"), cancellationToken);
        }

        return new CatalogIngestFigures(pool.Length, [_without, _with], matches);
    }

    async Task<double> MeasureAsync(BenchSection section, PacketPool pool, int round, string tables, CancellationToken cancellationToken)
    {
        using var path = new BenchFolder(Path.Combine(folder, FormattableString.Invariant($"{section.Key}-{round}")));
        await using var stages = await StageBench.StartAsync(path.Path, _options, time, new Dictionary<string, string?> { ["Catalogs:Folder"] = tables });
        section.Rounds.Add(await stages.StoreAsync(pool, cancellationToken));
        var objects = await stages.Store.ListObjectsAsync(Survey.Ztf, "", LookedAt, cancellationToken);
        var documents = await stages.Store.ReadObjectsAsync(Survey.Ztf, [.. objects.Select(one => one.ObjectId)], cancellationToken);
        return documents.Values.Average(document => (double)CountMatches(document));
    }

    static int CountMatches(byte[] document)
    {
        var field = new BsonReader(document);
        if (!field.Find("cross_matches"u8))
            return 0;
        var count = 0;
        for (var catalog = new BsonReader(field.Value); catalog.Read();)
        {
            for (var row = new BsonReader(catalog.Value); row.Read();)
                count++;
        }

        return count;
    }
}

/// <summary>What six catalogues cost the alert worker.</summary>
/// <param name="Alerts">Alerts of a round.</param>
/// <param name="Sections">Without and with.</param>
/// <param name="Matches">Mean number of rows that an object has.</param>
internal sealed record CatalogIngestFigures(int Alerts, IReadOnlyList<BenchSection> Sections, double Matches)
{
    const double Goal = 0.9;

    Spread Ratio => Spread.Of(Sections[1].Rounds.Zip(Sections[0].Rounds, (with, without) => with.AlertsPerSecond / without.AlertsPerSecond));

    public void WriteText(TextWriter output, MachineDescription machine)
    {
        BenchOutput.WriteText(output, machine, new SimulationOptions { Alerts = Alerts }, Sections);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"With catalogues, of the rate without, by round: {Ratio.Min:0.00}, median {Ratio.Median:0.00}, {Ratio.Max:0.00} (≥ {Goal:0.00}); {Matches:0.0} matches an object in the mean."));
    }

    public void WriteJson(TextWriter output, MachineDescription machine) => LabJson.Write(output, new CatalogIngestJson(
        machine, Alerts, Sections.Select(BenchSectionJson.Of), new RateRatioJson("with six catalogues, of without", Ratio.Min, Ratio.Median, Ratio.Max, Goal, false), Matches));
}
