using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher.Asked;
using Boom.Inference;
using Boom.Inference.Inputs;

namespace Boom.Enricher;

/// <summary>
/// Runs the networks on the alerts of a batch: each where its policy and its inputs let it. Cutouts are read in one call, of the alerts that some network
/// looks at. Networks with the policy <c>asked</c> run where an active filter asks for the score.
/// </summary>
sealed class AlertScorer(NetworkSet networks, IAlertStore store, Survey survey, TimeProvider time, EnricherTelemetry telemetry, ScoreDemand? demand = null)
{
    readonly AskedNetworks _asked = new(networks.Networks, demand);

    // Scores that the policy of a later network asks for.
    readonly bool[] _isAskedFor =
        [.. networks.Networks.Select((network, i) => networks.Networks.Skip(i + 1).Any(later => later.Policy.Scores.Contains(network.Key)))];

    readonly ulong _lookAtCutouts = networks.Networks.Select((network, i) => network.NeedsCutouts ? 1UL << i : 0).Aggregate(0UL, (all, one) => all | one);

    /// <summary>The networks, in the order of the outcomes.</summary>
    public IReadOnlyList<ScheduledNetwork> Networks => networks.Networks;

    /// <summary>What became of each network at each alert; empty when there is no network.</summary>
    /// <param name="alerts">As stored.</param>
    /// <param name="objects">The object of each.</param>
    /// <param name="partners">The object of the partner survey of each; empty for none.</param>
    /// <param name="findings">What the survey has found out about each.</param>
    /// <param name="cancellationToken">Ends it between two alerts.</param>
    public async ValueTask<NetworkOutcome[][]> ScoreAsync(
        IReadOnlyList<AlertToEnrich> alerts, IReadOnlyList<byte[]> objects, IReadOnlyList<byte[]> partners, IReadOnlyList<AlertFindings> findings,
        CancellationToken cancellationToken)
    {
        var outcomes = new NetworkOutcome[alerts.Count][];
        if (Networks.Count == 0)
        {
            Array.Fill(outcomes, []);
            return outcomes;
        }

        var wanted = new WantedNetworks[alerts.Count];
        for (var i = 0; i < wanted.Length; i++)
            wanted[i] = findings[i].HasProperties ? WantedNetworks.Of(Networks, alerts[i], findings[i]) : default;
        var filters = await _asked.GetFiltersAsync(cancellationToken);
        var answers = new AskedAnswer[alerts.Count];
        Array.Fill(answers, AskedAnswer.Everything);
        if (filters is not null)
            await networks.RunAsync(alerts.Count, AskAsync, cancellationToken);
        using var cutouts = await ReadCutoutsAsync(alerts, wanted, answers, cancellationToken);
        await networks.RunAsync(alerts.Count, ScoreAsync, cancellationToken);
        return outcomes;

        ValueTask AskAsync(int i, NetworkSlot slot)
        {
            if (findings[i].HasProperties)
                answers[i] = _asked.Ask(filters, Question(i), wanted[i]);
            return ValueTask.CompletedTask;
        }

        async ValueTask ScoreAsync(int i, NetworkSlot slot)
        {
            if (!findings[i].HasProperties)
                outcomes[i] = Without(NetworkOutcome.NoLightCurve, 0);
            else if (Runs(wanted[i], answers[i]) == 0)
                outcomes[i] = Without(NetworkOutcome.Policy, wanted[i].Wanted);
            else
                outcomes[i] = await RunAsync(i, slot);
            for (var network = 0; network < Networks.Count; network++)
                telemetry.Scored(survey, Networks[network].Key, outcomes[i][network]);
        }

        async ValueTask<NetworkOutcome[]> RunAsync(int i, NetworkSlot slot)
        {
            slot.Begin(new AlertInputs(alerts[i], objects[i], cutouts[alerts[i].Candid], findings[i].Fields));
            return await this.RunAsync(slot, Question(i), findings[i], wanted[i], filters, answers[i]);
        }

        AlertQuestion Question(int i) => new(alerts[i], findings[i].Fields, objects[i], partners[i]);
    }

    // Networks that run, or may.
    ulong Runs(WantedNetworks wanted, in AskedAnswer answer) => (wanted.Wanted | wanted.Later) & ~(answer.IsAsked ? 0 : _asked.Mask);

    async ValueTask<CutoutBatch> ReadCutoutsAsync(
        IReadOnlyList<AlertToEnrich> alerts, WantedNetworks[] wanted, AskedAnswer[] answers, CancellationToken cancellationToken)
    {
        var candids = new List<long>(alerts.Count);
        for (var i = 0; i < alerts.Count; i++)
        {
            if ((Runs(wanted[i], answers[i]) & _lookAtCutouts) != 0)
                candids.Add(alerts[i].Candid);
        }

        return candids.Count > 0 ? await store.ReadCutoutsAsync(survey, candids, cancellationToken) : new CutoutBatch();
    }

    async ValueTask<NetworkOutcome[]> RunAsync(
        NetworkSlot slot, AlertQuestion question, AlertFindings findings, WantedNetworks wanted, DemandFilters? filters, AskedAnswer answer)
    {
        var outcomes = new NetworkOutcome[Networks.Count];
        var (alert, fields) = (question.Alert, findings.Fields);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var runs = wanted.IsLater(i) ? Networks[i].Policy.Wants(alert.Document.Span, fields.Span) : wanted.IsWanted(i);
            var isAsked = !runs || (_asked.Mask & (1UL << i)) == 0 || _asked.IsAsked(ref answer, filters, question, wanted, outcomes.AsSpan(0, i));
            outcomes[i] = runs && isAsked ? await RunAsync(slot, i) : new NetworkOutcome(float.NaN, runs ? NetworkOutcome.NotAsked : NetworkOutcome.Policy);
            if (_isAskedFor[i])
                fields = WithScores(alert, findings, outcomes.AsSpan(0, i + 1));
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

    // None runs: for a reason, or, those of the mask, as nobody asks.
    NetworkOutcome[] Without(string reason, ulong notAsked)
    {
        var outcomes = new NetworkOutcome[Networks.Count];
        for (var i = 0; i < outcomes.Length; i++)
            outcomes[i] = new NetworkOutcome(float.NaN, (notAsked & (1UL << i)) != 0 ? NetworkOutcome.NotAsked : reason);
        return outcomes;
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
