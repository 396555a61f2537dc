using Boom.AlertWorker;
using Boom.Core.Alerts;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Storage.Sqlite;

namespace Boom.Lab.Drill;

/// <summary>The same nights on a store of its own, one packet after the other, without servers and without faults: what has to come out.</summary>
internal static class DrillReference
{
    const int BatchSize = 200;

    public static async Task<SqliteStore> CreateAsync(IEnumerable<DrillNight> nights, string file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var store = SqliteStore.Open(new SqliteStoreOptions { Path = file });
        foreach (var night in nights)
            await StoreAsync(store, night, now, cancellationToken);
        return store;
    }

    static async Task StoreAsync(SqliteStore store, DrillNight night, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var step = new AlertStep(SurveyCatalog.Default[night.Survey], "boom drill");
        var topic = $"reference-{night.Survey.ToLowerName()}";
        var offset = 0L;
        foreach (var packets in night.Night.Packets().Chunk(BatchSize))
        {
            var messages = packets
                .Select(packet => new QueueMessage(new PacketOrigin(topic, 0, offset++, 0), null, packet.ToArray()))
                .Select(message => new ClaimedMessage(message.Origin.Offset, 1, 0, message))
                .ToList();
            var decoded = await step.DecodeAsync(messages, cancellationToken);
            var states = await store.FindAlertsAsync(night.Survey, decoded.Candids(), cancellationToken);
            var outcome = step.Encode(decoded, states, now);
            await store.WriteAsync(new AlertBatch(night.Survey, outcome.Writes, outcome.Ledger, outcome.DeadLetters) { AliasRules = step.AliasRules }, cancellationToken);
        }
    }
}
