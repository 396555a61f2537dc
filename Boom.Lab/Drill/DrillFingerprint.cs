using System.IO.Hashing;

namespace Boom.Lab.Drill;

/// <summary>All documents of the nights in three numbers: when a byte of one changes, its number does.</summary>
internal sealed record DrillFingerprint(UInt128 Alerts, UInt128 Objects, UInt128 Cutouts)
{
    const int BatchSize = 200;

    public static async Task<DrillFingerprint> ReadAsync(IEnumerable<DrillNight> nights, DrillStore store, CancellationToken cancellationToken)
    {
        XxHash128 alertsHash = new(), objectsHash = new(), cutoutsHash = new();
        foreach (var night in nights)
            await AppendAsync(night, store, alertsHash, objectsHash, cutoutsHash, cancellationToken);
        return new(alertsHash.GetCurrentHashAsUInt128(), objectsHash.GetCurrentHashAsUInt128(), cutoutsHash.GetCurrentHashAsUInt128());
    }

    static async Task AppendAsync(
        DrillNight night, DrillStore store, XxHash128 alertsHash, XxHash128 objectsHash, XxHash128 cutoutsHash, CancellationToken cancellationToken)
    {
        foreach (var packets in night.Night.Packets().Chunk(BatchSize))
        {
            var alerts = await store.Alerts.ReadAlertsAsync(night.Survey, [.. packets.Select(packet => packet.Candid)], cancellationToken);
            var objects = await store.Alerts.ReadObjectsAsync(night.Survey, [.. packets.Select(packet => packet.Truth().ObjectId).Distinct()], cancellationToken);
            foreach (var (_, document) in alerts.OrderBy(pair => pair.Key))
                alertsHash.Append(document);
            foreach (var (_, document) in objects.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                objectsHash.Append(document);
            foreach (var packet in packets)
                cutoutsHash.Append(await store.Reader.ReadCutoutsAsync(night.Survey, packet.Candid, cancellationToken) ?? []);
        }
    }
}
