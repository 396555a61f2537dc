using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Inference;
using Boom.Inference.Inputs;
using Boom.Simulation;

namespace Boom.Lab.Bench.Networks;

/// <summary>
/// <c>boom bench ingest --section enrich</c>: the enricher with networks beside the bare networks, in the same round: on one inference thread, on two, and
/// where a policy wants one alert in twenty; and what preparing the inputs costs beside the least that it can.
/// </summary>
/// <param name="folder">Existing folder for everything it writes.</param>
/// <param name="models">Model folder.</param>
/// <param name="keys">Networks, in order.</param>
internal sealed class NetworkBench(string folder, ModelFolder models, IReadOnlyList<string> keys, int alerts, int rounds, TimeProvider time, Action<string> report)
{
    const long Mebibyte = 1 << 20;
    const int Distinct = 200;

    const int PolicyLaps = 4;

    readonly SimulationOptions _options = new() { Alerts = alerts };
    readonly BenchSection _bare1 = Section("bare-1", "bare networks, one thread");
    readonly BenchSection _enrich1 = Section("enrich-1", "enricher, one inference thread");
    readonly BenchSection _bare2 = Section("bare-2", "bare networks, two threads");
    readonly BenchSection _enrich2 = Section("enrich-2", "enricher, two inference threads");
    readonly BenchSection _policy = Section("enrich-policy", $"enricher, two inference threads, a policy that wants 5 % of the alerts");
    readonly BenchSection _floor = Section("stamps-floor", "GZipStream and normalisation of three stamps, one thread");
    readonly BenchSection _inputs = Section("inputs", "stamps and numbers of all networks, one thread");

    /// <summary>Measures everything.</summary>
    public async Task<NetworkFigures> RunAsync(CancellationToken cancellationToken)
    {
        report($"making {alerts} packets");
        using var pool = PacketPool.Create(Path.Combine(folder, "packets"), _options, cancellationToken);
        for (var round = 1; round <= rounds; round++)
        {
            report($"round {round} of {rounds}");
            await MeasureAsync(pool, round, cancellationToken);
        }

        return new NetworkFigures(keys, [_bare1, _enrich1, _bare2, _enrich2, _policy, _floor, _inputs]);
    }

    async Task MeasureAsync(PacketPool pool, int round, CancellationToken cancellationToken)
    {
        _enrich1.Rounds.Add(await EnrichAsync(pool, round, 1, null, MeasureBareAsync, cancellationToken));
        _enrich2.Rounds.Add(await EnrichAsync(pool, round, 2, null, null, cancellationToken));
        var sum = default(BenchMeasure);
        for (var lap = 0; lap < PolicyLaps; lap++)
            sum += await EnrichAsync(pool, round, 2, Policy(), null, cancellationToken);
        _policy.Rounds.Add(sum);
    }

    // Three of 64 readout channels.
    static string Policy() => """{"candidate.rcid": {"$in": [7, 27, 47]}}""";

    async Task<BenchMeasure> EnrichAsync(
        PacketPool pool, int round, int threads, string? policy, Func<IAlertStore, Task>? beside, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Models:Networks"] = string.Join(',', keys),
            ["Models:Folder"] = models.Path,
            // What is queued again while it waits would be measured twice.
            ["Enricher:SweepInterval"] = "01:00:00",
            ["Enricher:InferenceThreads"] = threads.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var key in policy is null ? [] : keys)
            settings[$"Models:Policies:{key}"] = policy;
        using var path = new BenchFolder(Path.Combine(folder, FormattableString.Invariant($"networks-{round}")));
        await using var stages = await StageBench.StartAsync(path.Path, _options, time, settings);
        await stages.StoreAsync(pool, cancellationToken);
        if (beside is not null)
            await beside(stages.Store);
        return await stages.EnrichAsync(pool.Length, cancellationToken);
    }

    async Task MeasureBareAsync(IAlertStore store)
    {
        var opened = keys.Select(key => Network.Open(models.Read().Manifests[key], models.Path)).ToList();
        try
        {
            var (documents, inputs) = await ReadInputsAsync(store, opened);
            using (var bare = new BareNetworks(opened, inputs.Select(alert => (IReadOnlyList<float[][]>)alert)))
            {
                await bare.RunAsync(Distinct, 1, time);
                _bare1.Rounds.Add(await bare.RunAsync(alerts, 1, time));
                _bare2.Rounds.Add(await bare.RunAsync(alerts, 2, time));
            }

            await MeasureInputsAsync(opened, documents);
        }
        finally
        {
            opened.ForEach(network => network.Dispose());
        }
    }

    async Task MeasureInputsAsync(List<Network> networks, List<(AlertInputs Inputs, byte[] Cutouts)> documents)
    {
        var floor = new StampFloor();
        using var slot = new NetworkSlot(networks, SurveyCatalog.Default[Survey.Ztf].CreateFeatures(FeatureRecipe.Training));
        foreach (var (section, prepare) in new (BenchSection, Action<AlertInputs, byte[]>)[] { (_floor, (_, cutouts) => floor.Prepare(cutouts)), (_inputs, (alert, _) => Fill(slot, networks.Count, alert)) })
        {
            foreach (var (alert, cutouts) in documents)
                prepare(alert, cutouts);
            var meter = BenchMeter.Start(time);
            for (var i = 0; i < alerts; i++)
            {
                var (alert, cutouts) = documents[i % documents.Count];
                prepare(alert, cutouts);
            }

            section.Rounds.Add(await meter.StopAsync(alerts));
        }
    }

    static void Fill(NetworkSlot slot, int networks, in AlertInputs alert)
    {
        slot.Begin(alert);
        for (var i = 0; i < networks; i++)
            slot.Fill(i);
    }

    /// <summary>Inputs of the first alerts that have those of all networks.</summary>
    static async Task<(List<(AlertInputs Inputs, byte[] Cutouts)> Documents, List<float[][][]> Inputs)> ReadInputsAsync(IAlertStore store, List<Network> networks)
    {
        var candids = await ((IAlertReader)store).ListCandidsAsync(Survey.Ztf, AlertSpan.All, long.MinValue, 2 * Distinct, CancellationToken.None);
        var alerts = (await store.ReadAlertsAsync(Survey.Ztf, candids, CancellationToken.None)).Select(alert => AlertToEnrich.Read(alert.Key, alert.Value)).ToList();
        var objects = await store.ReadObjectsAsync(Survey.Ztf, alerts.Select(alert => alert.ObjectId).ToHashSet(), CancellationToken.None);
        using var cutouts = await store.ReadCutoutsAsync(Survey.Ztf, candids, CancellationToken.None);
        var recorders = networks.ConvertAll(network => new InputRecorder(network.Manifest, SurveyCatalog.Default[Survey.Ztf].CreateFeatures(FeatureRecipe.Training)));
        var (documents, inputs) = (new List<(AlertInputs, byte[])>(), new List<float[][][]>());
        foreach (var alert in alerts)
        {
            if (documents.Count == Distinct || cutouts[alert.Candid] is not { IsEmpty: false } read)
                continue;
            var stamps = read.ToArray();
            var given = new AlertInputs(alert, objects[alert.ObjectId], stamps);
            if (recorders.Any(recorder => recorder.Fill(given) is not null))
                continue;
            documents.Add((given, stamps));
            inputs.Add([.. recorders.Select(recorder => recorder.Names.Select((_, i) => recorder.Values(i).ToArray()).ToArray())]);
        }

        recorders.ForEach(recorder => recorder.Dispose());
        return documents.Count > 0 ? (documents, inputs) : throw new InvalidDataException("No alert of this night has the inputs of all networks.");
    }

    static BenchSection Section(string key, string title) => new(key, title, null, 512 * Mebibyte, key.StartsWith("enrich-", StringComparison.Ordinal) ? "201/s quiet, 192/s busy, six networks" : "");
}
