using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Inference;
using Boom.Inference.Inputs;

namespace Boom.Enricher;

/// <summary>
/// Runs the networks on the alerts of a batch: each where its policy and its inputs let it. Cutouts are read in one call, of the alerts that some network
/// looks at.
/// </summary>
sealed class AlertScorer(NetworkSet networks, IAlertStore store, Survey survey, TimeProvider time, EnricherTelemetry telemetry)
{
    // Scores that the policy of a later network asks for.
    readonly bool[] _isAskedFor =
        [.. networks.Networks.Select((network, i) => networks.Networks.Skip(i + 1).Any(later => later.Policy.Scores.Contains(network.Key)))];

    /// <summary>The networks, in the order of the outcomes.</summary>
    public IReadOnlyList<ScheduledNetwork> Networks => networks.Networks;

    /// <summary>What became of each network at each alert; empty when there is no network.</summary>
    /// <param name="alerts">As stored.</param>
    /// <param name="objects">The object of each.</param>
    /// <param name="findings">What the survey has found out about each.</param>
    /// <param name="cancellationToken">Ends it between two alerts.</param>
    public async ValueTask<NetworkOutcome[][]> ScoreAsync(
        IReadOnlyList<AlertToEnrich> alerts, IReadOnlyList<byte[]> objects, IReadOnlyList<AlertFindings> findings, CancellationToken cancellationToken)
    {
        var outcomes = new NetworkOutcome[alerts.Count][];
        if (Networks.Count == 0)
        {
            Array.Fill(outcomes, []);
            return outcomes;
        }

        var cutouts = await ReadCutoutsAsync(alerts, findings, cancellationToken);
        await networks.RunAsync(
            alerts.Count,
            async (i, slot) => outcomes[i] = await ScoreAsync(
                slot, new AlertInputs(alerts[i], objects[i], AlertInputs.CutoutsOf(cutouts, alerts[i].Candid), findings[i].Fields), findings[i]),
            cancellationToken);
        return outcomes;
    }

    async ValueTask<IReadOnlyDictionary<long, byte[]?>> ReadCutoutsAsync(
        IReadOnlyList<AlertToEnrich> alerts, IReadOnlyList<AlertFindings> findings, CancellationToken cancellationToken)
    {
        var candids = new List<long>(alerts.Count);
        for (var i = 0; i < alerts.Count; i++)
        {
            if (findings[i].HasProperties && MayNeedCutouts(alerts[i], findings[i]))
                candids.Add(alerts[i].Candid);
        }

        return candids.Count > 0 ? await store.ReadCutoutsAsync(survey, candids, cancellationToken) : new Dictionary<long, byte[]?>();
    }

    // A condition on scores is not known yet.
    bool MayNeedCutouts(in AlertToEnrich alert, in AlertFindings findings)
    {
        foreach (var network in Networks)
        {
            if (network.NeedsCutouts && (network.Policy.Scores.Any() || network.Policy.Wants(alert.Document.Span, findings.Fields.Span)))
                return true;
        }

        return false;
    }

    async ValueTask<NetworkOutcome[]> ScoreAsync(NetworkSlot slot, AlertInputs alert, AlertFindings findings)
    {
        var outcomes = new NetworkOutcome[Networks.Count];
        if (!findings.HasProperties)
        {
            Array.Fill(outcomes, new NetworkOutcome(float.NaN, NetworkOutcome.NoLightCurve));
            return outcomes;
        }

        slot.Begin(alert);
        var fields = findings.Fields;
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Networks[i].Policy.Wants(alert.Alert.Document.Span, fields.Span) ? await RunAsync(slot, i) : new NetworkOutcome(float.NaN, NetworkOutcome.Policy);
            telemetry.Scored(survey, Networks[i].Key, outcomes[i]);
            if (_isAskedFor[i])
                fields = WithScores(alert.Alert, findings, outcomes.AsSpan(0, i + 1));
        }

        return outcomes;
    }

    async ValueTask<NetworkOutcome> RunAsync(NetworkSlot slot, int network)
    {
        var started = time.GetTimestamp();
        var outcome = await slot.RunAsync(network);
        if (outcome.HasScore)
            telemetry.Ran(survey, Networks[network].Key, time.GetElapsedTime(started));
        return outcome;
    }

    ReadOnlyMemory<byte> WithScores(in AlertToEnrich alert, in AlertFindings findings, ReadOnlySpan<NetworkOutcome> outcomes)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        var properties = new BsonReader(findings.Fields.Span);
        while (properties.Read())
            writer.RawElements(properties.Element);
        ScoresBson.WriteClassifications(writer, alert.Document.Span, Networks, outcomes);
        return writer.EndRoot().ToArray();
    }
}
